import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { startZhipu } from '../../devtools/providers/zhipu/server';
import { buildStage } from '../faults/stage-files';
import { startTestCloud } from '../support/cloud';
import type { TestCloud } from '../support/cloud';
import { leaksIn } from '../support/log-scan';
import { photo, sha256Of } from '../support/assets';
import { createTaskDesk, openTaskStudio } from '../support/tasks';
import type { TaskStudio } from '../support/tasks';

const who = 'oLogScan-openid-of-alice';
const prompt = '一只戴着绿围巾的狐狸';
const question = '我家的保险箱放在哪里';
const keys = { zhipu: 'test-key.secret', token: 'a-token-of-24-characters' };
const secrets = [who, prompt, question, ...Object.values(keys)];

const Line = z.looseObject({
  ...{ message: z.string(), trace: z.string(), requestId: z.string() },
  request: z.string().optional(),
});

function linesOf(cloud: TestCloud, trace: string) {
  return (
    cloud.cloud.logs
      .find({})
      // Skips warnings of the SDK, which are not JSON.
      .filter(({ message }) => message.startsWith('{'))
      .map(({ function: name, message }) => ({ name, ...Line.parse(JSON.parse(message)) }))
      .filter((line) => line.trace === trace)
  );
}

/** The row of an unpaid order. */
const orderOf = (trace: string) => ({
  ...{ _id: 'P1', _openid: who, userId: userIdOf(who), channel: 'virtual', env: 'live', trace },
  package: {
    ...{ packageId: 'credits_60', kind: 'credits', name: '60 积分', priceFen: 600, credits: 60 },
    ...{ bonusCredits: 0, planId: null, days: null, version: 1 },
  },
  ...{ platform: 'android', status: 'created', refundedFen: 0, shortfallCredits: 0 },
  ...{ isDelivered: false, nextQueryAt: null, version: 1 },
  ...{ queriedAt: new Date(0), createdAt: new Date(), updatedAt: new Date() },
});

const generate = (trace: string, data: object = {}) => ({
  action: 'generate',
  data: { requestId: trace, prompt, ...data },
  trace,
});

describe('the logs', () => {
  let studio: TaskStudio;
  beforeAll(async () => {
    studio = await openTaskStudio();
  });
  afterAll(() => studio.close());
  beforeEach(() => {
    studio.cloud.cloud.reset({ seed: true });
    studio.cloud.cloud.logs.clear();
    studio.cloud.faults([]);
  });

  it('have one structured line for a call, with its requests to vendors', async () => {
    await studio.cloud.report('aiGenerate', generate('trace-of-a-tap'), who);

    const lines = linesOf(studio.cloud, 'trace-of-a-tap');
    expect(lines.filter(({ message }) => message === 'call')).toEqual([
      expect.objectContaining({
        ...{ function: 'aiGenerate', action: 'generate', code: 200, provider: 'zhipu' },
        ...{ attempt: 1, retries: 0, cold: true, ms: expect.any(Number) as number },
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      }),
    ]);
    expect(lines).toContainEqual(
      expect.objectContaining({ message: 'provider', operation: 'start', state: 'done' }),
    );
  });

  it('carry the trace of a tap to the vendor and to the verdict', async () => {
    await studio.member(who);
    const desk = createTaskDesk(() => studio, who);
    const { person, garment } = await desk.photos();
    studio.cloud.cloud.logs.clear();
    const data = {
      ...{ requestId: 't1', expectedCost: 1, personAssetId: person },
      garments: [{ assetId: garment, part: 'top' }],
    };
    const call = { action: 'generate', data, trace: 'trace-of-a-fitting' };
    await studio.cloud.report('fitting', call, who);
    await desk.finish();

    const lines = linesOf(studio.cloud, 'trace-of-a-fitting');
    expect(desk.task()).toMatchObject({ state: 'completed' });
    expect(new Set(lines.map(({ message }) => message))).toEqual(
      new Set(['call', 'provider', 'verdict']),
    );
    expect(lines.find(({ message }) => message === 'verdict')).toMatchObject({ name: 'push' });
    expect(leaksIn(studio.cloud, secrets)).toEqual([]);
  });

  it.each(['', 'x', prompt, 'a'.repeat(41), 5, { $ne: null }, 'trace\n{"level":"error"}'])(
    'accept no malformed trace: %j',
    async (trace) => {
      await studio.cloud.report('aiGenerate', { ...generate('r1'), trace }, who);
      const [row] = studio.cloud.cloud.logs.find({ function: 'aiGenerate' });
      expect(Line.parse(JSON.parse(row?.message ?? ''))).toMatchObject({ trace: row?.requestId });
    },
  );

  it('hold no prompt, question, key or openid, whatever goes wrong', async () => {
    const ask = { action: 'send', data: { messageId: 'm1', text: question }, trace: 'trace-chat' };
    const calls = async () => {
      await studio.cloud.report('aiGenerate', generate(`r${Math.random()}`), who);
      await studio.cloud.report('aiGenerate', generate('r', { style: question }), who);
      await studio.cloud.report('aiGenerate', { action: prompt, data: { [prompt]: who } }, who);
      await studio.cloud.report('chat', ask, who);
      await studio.cloud.report(
        'userInfo',
        { action: 'updateProfile', data: { nickname: question } },
        who,
      );
      await studio.cloud.control('POST', '/local/trigger/tick/tick');
      await studio.cloud.control('POST', '/local/trigger/integrityCheck/daily');
    };
    await calls();
    for (const fault of ['fail-before', 'fail-after'] as const) {
      for (const service of ['database', 'storage', 'openapi', 'http'] as const) {
        studio.cloud.faults([{ service, fault }]);
        await calls();
      }
    }
    expect(studio.cloud.cloud.logs.find({}).length).toBeGreaterThan(40);
    expect(leaksIn(studio.cloud, secrets)).toEqual([]);
  });

  it('carry the trace of an upload to its verdict, and of an order to its payment', async () => {
    await studio.member(who);
    const desk = createTaskDesk(() => studio, who);
    const bytes = photo(400, 500, 7);
    const fileId = desk.assets.put(bytes);
    const data = { fileId, kind: 'garment', digest: sha256Of(bytes) };
    const call = { action: 'registerAsset', data, trace: 'trace-of-a-photo' };
    await studio.cloud.report('storage', call, who);
    await desk.assets.deliverVerdicts();
    expect(linesOf(studio.cloud, 'trace-of-a-photo')).toContainEqual(
      expect.objectContaining({ name: 'push', message: 'verdict', kind: 'asset', outcome: 'pass' }),
    );

    studio.cloud.collection('orders').put(orderOf('trace-of-a-tap-on-pay'));
    await studio.cloud.control('POST', '/local/push', {
      ...{ MsgType: 'event', Event: 'xpay_goods_deliver_notify', FromUserName: who },
      ...{ OpenId: who, OutTradeNo: 'P1', Env: 0 },
    });
    expect(linesOf(studio.cloud, 'trace-of-a-tap-on-pay')).toEqual([
      expect.objectContaining({ name: 'push', message: 'payment', orderId: 'P1' }),
    ]);
  });

  it('pass the trace to a vendor whose contract has a field for it, with another suffix for each order', async () => {
    const ask = (messageId: string) => {
      const data = { messageId, text: question };
      return studio.cloud.report('chat', { action: 'send', data, trace: 'trace-of-a-chat' }, who);
    };
    await ask('m1');
    await ask('m2');
    const ids = studio.zhipu
      .chats()
      .flatMap(({ request }) => request?.requestId ?? [])
      .slice(-2);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^trace-of-a-chat-\d+-[0-9a-f]{6}$/);
    const logged = linesOf(studio.cloud, 'trace-of-a-chat').flatMap(({ request }) => request ?? []);
    expect(logged).toEqual(expect.arrayContaining(ids));
  });

  it('are caught leaking when the product logs what users wrote', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'leaking-logs-'));
    const line = "invocation.log[level]('call', {";
    const planted = `${line}\n      data: JSON.stringify(event),`;
    const { functionsFolder } = await buildStage(
      folder,
      [{ file: 'cloudfunctions/shared/function.ts', find: line, replace: planted }],
      ['aiGenerate'],
    );
    const zhipu = await startZhipu({ apiKeys: [keys.zhipu], latencyMs: 0, concurrency: 1 });
    const environment = { ZHIPU_API_KEY: keys.zhipu, ZHIPU_BASE_URL: zhipu.url };
    const cloud = await startTestCloud({ functionsFolder, environment });
    await cloud.report('aiGenerate', generate('trace-leak'), who);
    expect(leaksIn(cloud, secrets)).toEqual([expect.stringContaining(prompt)]);
    await cloud.close();
    await zhipu.close();
    rmSync(folder, { recursive: true });
  });
});
