import { join } from 'node:path';
import { signedPayment, wechatClient } from '../support/wechat-client';
import { startProbeCloud } from './fixtures/probe-cloud';
import type { ProbeCloud } from './fixtures/probe-cloud';

/**
 * The public control API: every call once, with the fields of its answer, so that none is renamed, moved or changed by
 * mistake. The behaviour of each call is tested with its service.
 */
type Call = {
  call: string;
  body?: unknown;
  openid?: string;
  status?: number;
  /** The sorted fields of the answer; for a list those of its entries, or nothing if it is empty. */
  answers: string[];
};

const report = ['calls', 'cold', 'durationMs', 'logs', 'requestId', 'result'];
const entry = ['at', 'deliveries', 'dueAt', 'id', 'kind', 'payload', 'to'];
const message = { MsgType: 'event', Event: 'wxa_media_check', trace_id: 't', errcode: 0 };
const paid = ['openid', 'outTradeNo', 'paidFee', 'pushes', 'refunds', 'status'];
const rule = { service: 'database', operation: 'add', fault: 'fail-before', nth: 99 };
const query = 'query=%7B%7D&orderBy=-a&limit=1&skip=0';
const asAlice = { openid: 'alice' };
const database = '/local/client/database';
const order = '/local/pay/order-00000001';

const calls: Call[] = [
  { call: 'GET /local/health', answers: ['collections', 'functions', 'now', 'ok', 'version'] },
  {
    call: 'POST /local/invoke',
    body: { name: 'probe', data: { do: 'echo' }, openid: 'alice', source: 'wx_client' },
    answers: report,
  },
  { call: `GET /local/collections/rows?${query}`, answers: ['docs', 'total'] },
  { call: 'PUT /local/collections/rows', body: { docs: [{ _id: '2' }] }, answers: ['stored'] },
  { call: 'DELETE /local/collections/rows', answers: ['removed'] },
  {
    call: 'POST /local/collections/rows/indexes',
    body: { name: 'by_a', fields: ['a', '-b'], unique: false },
    answers: ['indexes'],
  },
  { call: 'POST /local/reset', body: { seed: true }, answers: ['durationMs', 'ok'] },
  { call: 'PUT /local/clock', body: { offsetMs: 1000 }, answers: ['now', 'offsetMs'] },
  { call: 'PUT /local/clock', body: null, answers: ['now', 'offsetMs'] },
  {
    call: 'PUT /local/faults',
    body: [rule],
    answers: ['fault', 'fired', 'nth', 'operation', 'service'],
  },
  { call: 'GET /local/faults', answers: [] },
  { call: 'DELETE /local/faults', answers: [] },
  { call: 'POST /local/trigger/listener/nightly', body: {}, answers: report },
  { call: 'GET /local/outbox', answers: entry },
  { call: 'POST /local/outbox/:first/redeliver', body: {}, answers: entry },
  {
    call: 'GET /local/logs?function=probe&requestId=none',
    answers: [],
  },
  {
    call: 'GET /local/export',
    answers: ['clock', 'collections', 'files', 'format', 'outbox', 'version', 'wechat'],
  },
  { call: 'POST /local/import', body: 'exported', answers: ['ok'] },
  {
    call: 'POST /local/client/upload?path=uploads/a.png',
    body: 'png',
    ...asAlice,
    answers: ['fileID'],
  },
  {
    call: 'POST /local/client/temp-urls',
    body: { fileList: ['cloud://elsewhere.x/a.png'] },
    ...asAlice,
    answers: ['fileList'],
  },
  {
    call: 'POST /local/client/delete-files',
    body: { fileList: ['cloud://elsewhere.x/a.png'] },
    ...asAlice,
    answers: ['fileList'],
  },
  {
    call: `POST ${database}`,
    body: {
      collection: 'quota_overviews',
      query: { _openid: '{openid}' },
      orderBy: [['_id', 1]],
      limit: 1,
      skip: 0,
    },
    ...asAlice,
    answers: ['docs', 'total'],
  },
  {
    call: `POST ${database}`,
    body: { collection: 'quota_overviews', operation: 'count', query: { _openid: '{openid}' } },
    ...asAlice,
    answers: ['total'],
  },
  {
    call: `POST ${database}`,
    body: { collection: 'quota_overviews', operation: 'add', data: { a: 1 } },
    ...asAlice,
    status: 403,
    answers: ['error'],
  },
  {
    call: `POST ${database}`,
    body: { collection: 'missing', operation: 'update', id: '1', data: { a: 1 } },
    ...asAlice,
    status: 403,
    answers: ['error'],
  },
  {
    call: 'POST /local/push',
    body: message,
    answers: entry,
  },
  { call: `GET ${order}`, answers: paid },
  { call: `POST ${order}`, body: { outcome: 'paid', push: 'none' }, answers: paid },
  { call: `POST ${order}/refund`, body: {}, answers: ['fee', 'refundOrderId', 'status'] },
  { call: `POST ${order}/complaint`, body: {}, answers: ['complaintId', 'outTradeNo', 'state'] },
  { call: `POST ${order}/ios-refund-question`, body: {}, answers: ['answer', 'durationMs', 'ok'] },
  { call: 'POST /local/code', ...asAlice, answers: ['code'] },
  { call: 'GET /local/nowhere', status: 404, answers: ['error'] },
  { call: 'PUT /local/faults', body: { not: 'a list' }, status: 400, answers: ['error'] },
];

let cloud: ProbeCloud;
beforeAll(async () => {
  cloud = await startProbeCloud({
    ...{ pushDelayMs: 60_000, wechat: { hasPayment: true } },
    templatesFolder: join(__dirname, '../../database-templates'),
  });
});
afterAll(() => cloud.close());

/** A row, a pending message, and an unpaid order. */
beforeEach(async () => {
  cloud.faults([]);
  cloud.cloud.reset({ seed: false });
  for (const name of ['rows', 'received']) cloud.cloud.database.createCollection(name);
  cloud.cloud.database.put('rows', [{ _id: '1', a: 1, _openid: 'alice' }]);
  const product = { productId: 'credits_60', priceFen: 600 };
  const row = { _id: product.productId, name: '60 积分', priceFen: 600, isActive: true };
  cloud.cloud.database.put('credit_packages', [row]);
  const url = String(await cloud.probe({ do: 'environment', name: 'WECHAT_API_BASE_URL' }));
  const { code } = (await send('POST', '/local/code', undefined, 'alice')).body as { code: string };
  const sessionKey = String((await wechatClient(url).session(code))['session_key']);
  const request = signedPayment('order-00000001', product, { sessionKey });
  await send('POST', '/local/client/virtual-payment', { platform: 'android', request }, 'alice');
});

async function send(method: string, path: string, body: unknown, openid?: string) {
  const response = await fetch(`${cloud.url}${path}`, {
    method,
    headers: openid === undefined ? {} : { 'x-openid': openid },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: JSON.parse(await response.text()) as unknown };
}

describe.each(calls)('$call', ({ call, body, openid, status = 200, answers }) => {
  it(`answers ${status} with ${answers.join(', ') || 'an empty list'}`, async () => {
    const [method = '', path = ''] = call.split(' ');
    const exported =
      body === 'exported' ? (await send('GET', '/local/export', undefined)).body : body;
    const { body: sent } = await send('POST', '/local/push', message);
    const address = path.replace(':first', (sent as { id: string }).id);
    const answer = await send(method, address, exported, openid);

    const list = (Array.isArray(answer.body) ? answer.body : [answer.body]) as unknown[];
    const shown = list[0] ?? {};
    const fields = Object.keys(shown).sort();
    expect(answers.length === 0 ? fields : fields.filter((name) => answers.includes(name))).toEqual(
      answers,
    );
    expect(answer.status).toBe(status);
  });
});
