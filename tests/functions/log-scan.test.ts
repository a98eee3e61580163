import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FaultRule } from '../../devtools/emulator/faults/rule';
import { buildStage } from '../faults/stage-files';
import { actionCases, actionInputs } from '../support/action-inputs';
import { startTestCloud } from '../support/cloud';
import { leaksIn } from '../support/log-scan';
import { openStudio } from '../support/studio';
import type { Studio } from '../support/studio';

describe('the logs of every action', () => {
  const who = 'oLogScan-openid-of-mallory';
  const words = '一只戴着绿围巾的狐狸，藏在保险箱里';
  const keys = { ZHIPU_API_KEY: 'test-key.secret', DASHSCOPE_API_KEY: 'dashscope-key-of-ours' };
  /** The driver's error repeats the refused value. */
  const duplicate = `E11000 duplicate key error index: openid_1 dup key: { openid: "${who}", title: "${words}" }`;
  /** Every service fails with its own messages, before and after the request took effect. */
  const faults: [string, FaultRule[]][] = [
    ['nothing fails', []],
    [
      'the database fails now and then',
      [{ service: 'database', fault: 'fail-before', probability: 0.3 }],
    ],
    [
      'the database answers too late',
      [{ service: 'database', fault: 'fail-after', probability: 0.3 }],
    ],
    [
      'the database quotes what it refuses',
      [
        {
          ...{ service: 'database', fault: 'reply' },
          ...{ code: 'DATABASE_REQUEST_FAILED', message: duplicate },
        },
      ],
    ],
    ['the storage is away', [{ service: 'storage', fault: 'fail-before' }]],
    [
      'WeChat repeats what it was asked',
      [{ service: 'openapi', fault: 'reply', code: -1, message: `${who} ${words}` }],
    ],
    [
      'vendors repeat what they were asked',
      [{ service: 'http', fault: 'reply', status: 500, body: { error: `${words} ${who}` } }],
    ],
  ];
  /** Pushes contain openids, and free text of WeChat. */
  const pushes = [
    ...['subscribe_msg_sent_event', 'user_authorization_revoke', 'wxa_media_check', 'unknown'],
    ...['xpay_goods_deliver_notify', 'xpay_refund_notify', 'xpay_complaint_notify'],
  ].map((Event) => ({
    ...{ MsgType: 'event', Event, FromUserName: who, OpenId: who, openid: who },
    ...{ trace_id: 'trace-of-nobody', OutTradeNo: 'P0', MchOrderId: 'P0', Env: 0 },
    ...{ ComplaintId: 'c', ComplaintDetail: words, RetMsg: words, OpenID: who },
  }));

  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio(keys);
    await studio.member(who, { userType: 'admin' });
  });
  afterAll(() => studio.close());

  /** Fills every text of an input with a recognisable sentence. */
  const told = (data: unknown): unknown => {
    if (typeof data === 'string') return `${words} ${who}`;
    if (Array.isArray(data)) return data.map(told);
    if (typeof data !== 'object' || data === null) return data;
    return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, told(value)]));
  };

  it.each(faults)('hold nothing of a person and no key while %s', async (_, rules) => {
    studio.cloud.cloud.logs.clear();
    studio.cloud.faults(rules);
    const inputs = (data: object) =>
      rules.length > 0 ? [data] : [data, told(data), { ...data, [words]: who }];
    // Sequential within a function, so that its instance starts only once.
    const lanes = Object.keys(actionInputs).map(async (name) => {
      for (const { action, data } of actionCases.filter((one) => one.name === name)) {
        // It would delete the account that the other actions use.
        if (action === 'deleteAccount') continue;
        for (const input of inputs(data))
          await studio.cloud.report(name, { action, data: input }, who);
      }
    });
    await Promise.all(lanes);
    for (const push of pushes) await studio.cloud.report('push', push, undefined, 'wx_unknown');
    await studio.cloud.control('POST', '/local/trigger/tick/tick');
    studio.cloud.faults([]);

    const seen = new Set(studio.cloud.cloud.logs.find({}).map((row) => row.function));
    expect([...seen]).toEqual(
      expect.arrayContaining([...Object.keys(actionInputs), 'push', 'tick']),
    );
    expect(leaksIn(studio.cloud, [who, words, ...Object.values(keys)])).toEqual([]);
  });

  it('are found to leak where a push writes what it was sent', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'leaking-push-'));
    const line = "log.warn('push', { event, outcome: 'unknown' });";
    const planted = "log.warn('push', { event, outcome: 'unknown', raw: JSON.stringify(raw) });";
    const { functionsFolder } = await buildStage(
      folder,
      [{ file: 'cloudfunctions/shared/push.ts', find: line, replace: planted }],
      ['push'],
    );
    const cloud = await startTestCloud({ functionsFolder });
    const [push] = pushes.filter(({ Event }) => Event === 'unknown');
    await cloud.report('push', push, undefined, 'wx_unknown');
    expect(leaksIn(cloud, [who])).toEqual([expect.stringContaining('push: ')]);
    await cloud.close();
    rmSync(folder, { recursive: true });
  });
});
