import { eventually } from '../support/eventually';
import { startProbeCloud } from './fixtures/probe-cloud';
import type { ProbeCloud } from './fixtures/probe-cloud';

type Entry = {
  id: string;
  dueAt: unknown;
  payload: Record<string, unknown>;
  deliveries: { ok: boolean }[];
};

const minute = 60_000;

let cloud: ProbeCloud;

beforeAll(async () => {
  // Longer than any test: pushes arrive when the clock is moved, or on demand.
  cloud = await startProbeCloud({ pushDelayMs: minute });
});
afterAll(() => cloud.close());
beforeEach(() => {
  cloud.faults([]);
  cloud.cloud.reset({ seed: false });
  cloud.cloud.database.createCollection('received');
});

const mediaUrl = 'https://pictures.example/cat.png';
const received = () => cloud.collection('received').rows();
const eventsOf = () => received().map(({ event }) => event as Record<string, unknown>);
const outbox = async () => (await cloud.control('GET', '/local/outbox')).body as Entry[];
const check = (url = mediaUrl, openid = 'alice') =>
  cloud.probe({ do: 'checkMedia', mediaUrl: url, openid }) as Promise<{
    value?: { traceId: string };
    error?: { errCode: number };
  }>;
const requireCount = (count: number, found: readonly unknown[]) =>
  found.length === count
    ? Promise.resolve()
    : Promise.reject(new Error(`${found.length} of ${count}`));
/** Waits for deliveries to be recorded, which happens after the row is written. */
const untilReceived = (count: number) =>
  eventually(async () => {
    await requireCount(count, received());
    await requireCount(
      count,
      (await outbox()).flatMap(({ deliveries }) => deliveries),
    );
  });
const untilDelivered = (attempts: number) =>
  eventually(async () => requireCount(attempts, (await outbox())[0]?.deliveries ?? []));
const rules = (body: unknown) => cloud.control('PUT', '/local/media-checks', body);
const moveClock = (offsetMs: number) => cloud.control('PUT', '/local/clock', { offsetMs });

describe('POST /local/push', () => {
  it('delivers a message to the function that is set for it, and answers its answer', async () => {
    const message = { MsgType: 'event', Event: 'wxa_media_check', trace_id: 'forged' };

    const { status, body } = await cloud.control('POST', '/local/push', message);

    expect(status).toBe(200);
    expect(body).toMatchObject({ ok: true, answer: { errcode: 0, errmsg: '' } });
    expect(received()).toMatchObject([{ event: message, source: 'wx_unknown', openid: null }]);
  });

  it.each([
    ['no function is set for', { MsgType: 'event', Event: 'subscribe_msg_popup_event' }, 404],
    ['has no type', { Event: 'wxa_media_check' }, 400],
  ])('refuses one that %s', async (_what, message, status) => {
    expect((await cloud.control('POST', '/local/push', message)).status).toBe(status);
    expect(received()).toEqual([]);
  });
});

describe('a queued push', () => {
  it('arrives on the business clock', async () => {
    await check();
    expect(received()).toEqual([]);

    await moveClock(minute);
    await untilReceived(1);
    expect(await outbox()).toMatchObject([{ dueAt: null, deliveries: [{ ok: true }] }]);
  });

  it('can be lost, and delivered after all', async () => {
    await check();
    const [entry] = await outbox();

    await cloud.control('POST', `/local/outbox/${entry?.id ?? ''}/drop`);
    await moveClock(10 * minute);
    expect(await outbox()).toMatchObject([{ dueAt: null, deliveries: [] }]);

    await cloud.control('POST', `/local/outbox/${entry?.id ?? ''}/redeliver`);
    expect(received()).toHaveLength(1);
  });

  it('can be held back, so that a later one overtakes it', async () => {
    const first = (await check()).value?.traceId;
    const second = (await check()).value?.traceId;
    const [entry] = await outbox();

    await cloud.control('POST', `/local/outbox/${entry?.id ?? ''}/delay`, { delayMs: 5 * minute });
    await moveClock(minute);
    await untilReceived(1);
    await moveClock(6 * minute);
    await untilReceived(2);

    expect(eventsOf().map(({ trace_id: trace }) => trace)).toEqual([second, first]);
  });

  it('is repeated until the function acknowledges it', async () => {
    cloud.faults([{ service: 'functions', function: 'listener', fault: 'fail-before', times: 2 }]);
    await check();

    await moveClock(minute);
    await untilDelivered(1);
    for (const attempt of [2, 3]) {
      await moveClock(attempt * minute);
      await untilDelivered(attempt);
    }

    expect(await outbox()).toMatchObject([
      { dueAt: null, deliveries: [{ ok: false }, { ok: false }, { ok: true }] },
    ]);
  });

  it('survives a restart of the cloud', async () => {
    await check();
    const state = (await cloud.control('GET', '/local/export')).body;
    cloud.cloud.reset({ seed: false });

    await cloud.control('POST', '/local/import', state);
    await moveClock(minute);
    await untilReceived(1);
    expect(eventsOf()).toMatchObject([{ Event: 'wxa_media_check' }]);
  });
});

describe('PUT /local/media-checks', () => {
  it.each([
    ['pass', { result: { suggest: 'pass', label: 100 }, errcode: 0 }],
    ['review', { result: { suggest: 'review' }, errcode: 0 }],
    ['risky', { result: { suggest: 'risky' }, errcode: 0 }],
    ['unreadable', { errcode: -1008, result: {} }],
  ])('makes the next verdicts %s', async (verdict, event) => {
    await rules([{ verdict, delayMs: 0 }]);
    const { value } = await check();

    await untilReceived(1);
    expect(eventsOf()).toMatchObject([{ ...event, trace_id: value?.traceId, version: 2 }]);
  });

  it('delivers a push before its call is answered', async () => {
    await rules([{ push: 'early', times: 1 }]);

    const { value } = await check();
    expect(eventsOf()).toMatchObject([{ trace_id: value?.traceId }]);

    await check();
    expect(received()).toHaveLength(1);
  });

  it('delivers a push twice, or never', async () => {
    await rules([{ push: 'none', times: 1 }, { push: 'twice' }]);
    await check();
    expect(await outbox()).toEqual([]);

    await check();
    expect(await outbox()).toHaveLength(2);
  });

  it('names a field that is wrong', async () => {
    const { status, body } = await rules([{ verdict: 'perhaps' }]);

    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain('verdict');
  });
});

describe('security.mediaCheckAsync', () => {
  it('cannot download a missing file, which is not a verdict', async () => {
    await check(`${cloud.url}/files/nowhere.png`);

    const [entry] = await outbox();
    expect(entry?.payload).toMatchObject({ errcode: -1008 });
  });

  it('refuses a user who was not active within two hours', async () => {
    await cloud.probe({ do: 'check', content: 'x', openid: 'bob' }, 'bob');
    await moveClock(2 * 60 * minute + 1);

    expect(await check(mediaUrl, 'bob')).toMatchObject({ error: { errCode: 61010 } });
    expect(await check(mediaUrl, 'alice')).toMatchObject({ value: { errCode: 0 } });
  });

  it.each([61010, 44991, 45009])('answers %d under a fault rule', async (code) => {
    const operation = 'security.mediaCheckAsync';
    cloud.faults([{ service: 'openapi', operation, fault: 'reply', code, message: 'refused' }]);

    expect(await check()).toMatchObject({ error: { errCode: code } });
    expect(await outbox()).toEqual([]);
  });
});
