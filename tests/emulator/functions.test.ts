import { startProbeCloud } from './fixtures/probe-cloud';
import type { ProbeCloud } from './fixtures/probe-cloud';
import { eventually } from '../support/eventually';

let cloud: ProbeCloud;

beforeAll(async () => {
  cloud = await startProbeCloud();
});
afterAll(() => cloud.close());

describe('invoking a function', () => {
  it('answers what it returns, and null for nothing', async () => {
    const echoed = await cloud.probe({ do: 'echo', when: new Date(0), gone: undefined }, 'alice');

    expect(echoed).toMatchObject({ do: 'echo', when: '1970-01-01T00:00:00.000Z' });
    expect(await cloud.probe({ do: 'nothing' })).toBeNull();
  });

  it('adds userInfo to what a phone sends', async () => {
    expect(await cloud.probe({ do: 'echo' }, 'alice')).toMatchObject({
      userInfo: { openId: 'alice', appId: expect.stringMatching(/^wx/) as string },
    });
  });

  it('reuses a warm instance with its globals, and says when it was cold', async () => {
    await cloud.probe({ do: 'nothing' });
    const warm = await cloud.report('probe', { do: 'context' }, 'alice');
    const next = await cloud.report('probe', { do: 'context' }, 'alice');

    expect(warm.cold).toBe(false);
    const served = ({ result }: { result?: unknown }) => (result as { served: number }).served;
    expect(served(next as { result: unknown })).toBe(served(warm as { result: unknown }) + 1);
  });

  it('serves 200 invocations at a time, each with its own identity', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `person-${index}`);

    const answers = await Promise.all(
      names.map((name) => cloud.probe({ do: 'sleep', ms: 5 }, name)),
    );

    expect(answers).toEqual(names);
  });

  it('freezes the instance when the invocation ends', async () => {
    await cloud.probe({ do: 'linger' });
    // Long enough for some fifty ticks of the forgotten interval if the instance were not frozen.
    await new Promise((resolve) => setTimeout(resolve, 60));

    expect(await cloud.probe({ do: 'ticks' })).toBeLessThan(10);
  });

  it('turns assigned variables into text', async () => {
    expect(await cloud.probe({ do: 'assign' })).toEqual({
      assigned: ['5', 'undefined'],
      isGone: true,
      names: ['PROBE_NOTHING'],
    });
  });

  it('gives a function the variables that its config.json names, and no others', async () => {
    expect(await cloud.probe({ do: 'secret' })).toEqual({ given: 'a gift', other: null });
  });

  it('keeps what it prints as structured logs', async () => {
    const { logs, requestId } = await cloud.report('probe', { do: 'print' }, 'alice');

    expect(logs.map(({ level, message }) => [level, message])).toEqual([
      ['info', 'plain words'],
      ['warn', 'a warning'],
      ['error', expect.stringContaining('"structured":true')],
    ]);
    expect(logs.every((row) => row.requestId === requestId && row.function === 'probe')).toBe(true);
  });

  it('counts the requests it made', async () => {
    const { calls } = await cloud.report(
      'probe',
      { do: 'addMany', collection: 'rows', count: 3 },
      'alice',
    );

    expect(calls).toEqual({ database: 3, storage: 0, openapi: 0, http: 0 });
  });
});

describe('the context of an invocation', () => {
  type SeenRequest = { wx: Record<string, unknown>; context: Record<string, unknown> };

  it('is what getWXContext and the second argument show', async () => {
    const report = await cloud.report('probe', { do: 'context' }, 'alice');
    const { wx, context } = (report as unknown as { result: SeenRequest }).result;

    expect(wx).toMatchObject({ OPENID: 'alice', SOURCE: 'wx_client', ENV: 'workshop-local' });
    expect(wx).not.toHaveProperty('API_TOKEN');
    expect(context).toMatchObject({
      memory_limit_in_mb: 128,
      time_limit_in_ms: 20_000,
      request_id: report.requestId,
      function_name: 'probe',
      function_version: '$LATEST',
      namespace: 'workshop-local',
    });
  });

  it('has no openid in a call without a user, even after a call with one', async () => {
    await cloud.probe({ do: 'context' }, 'alice');
    const report = await cloud.report('probe', { do: 'context' });

    expect((report as unknown as { result: SeenRequest }).result.wx).not.toHaveProperty('OPENID');
  });

  it('is passed to a function that a function calls, with scf appended to the source', async () => {
    const called = await cloud.probe(
      { do: 'call', name: 'plain', data: { do: 'context' } },
      'alice',
    );

    expect(called).toMatchObject({
      value: { result: { wx: { OPENID: 'alice', SOURCE: 'wx_client,scf' } } },
    });
  });
});

describe('a function that goes wrong', () => {
  it.each([
    ['throws', 'throw', -504002, /^functions execute fail \| errMsg: Error: the deed failed\n/],
    ['exits', 'exit', -504002, /145 code exit unexpected$/],
    ['leaves a rejection unhandled', 'reject', -504002, /145 code exit unexpected$/],
    ['uses too much memory', 'hoard', -504002, /Memory Limit Exceeded/],
    ['answers what is no JSON', 'circular', -504002, /circular/],
  ])('is reported when it %s', async (_what, deed, errCode, errMsg) => {
    const report = await cloud.report('probe', { do: deed }, 'alice');

    expect(report).toMatchObject({
      error: { errCode, errMsg: expect.stringMatching(errMsg) as string },
    });
    expect(await cloud.probe({ do: 'echo', again: 1 })).toMatchObject({ again: 1 });
  });

  it('is ended at its timeout', async () => {
    expect(await cloud.report('hurried', { do: 'loop' }, 'alice')).toMatchObject({
      error: { errCode: -504003, errMsg: 'Invoking task timed out after 1 seconds' },
    });
    expect(await cloud.report('hurried', { do: 'nothing' }, 'alice')).toMatchObject({
      result: null,
      cold: true,
    });
  });

  it('fails with the code of the cloud when it does not exist', async () => {
    expect(await cloud.report('nobody', {}, 'alice')).toMatchObject({
      error: {
        errCode: -501000,
        errMsg: expect.stringContaining('FunctionName parameter could not be found') as string,
      },
    });
  });

  it('fails its caller with FUNCTION_NOT_FOUND when it does not exist', async () => {
    expect(await cloud.probe({ do: 'call', name: 'nobody', data: {} })).toMatchObject({
      error: { code: 'FUNCTION_NOT_FOUND', errCode: -1 },
    });
  });

  it('fails its caller with FUNCTIONS_EXECUTE_FAIL', async () => {
    const called = await cloud.probe({ do: 'call', name: 'plain', data: { do: 'throw' } });

    expect(called).toMatchObject({
      error: {
        code: 'FUNCTIONS_EXECUTE_FAIL',
        errCode: -1,
        errMsg: expect.stringContaining('the deed failed') as string,
      },
    });
  });

  it('may not send a phone more than 1 MB', async () => {
    const large = await cloud.report('probe', { do: 'big', bytes: 1_200_000 }, 'alice');
    const fitting = await cloud.report('probe', { do: 'big', bytes: 900_000 }, 'alice');

    expect(large).toMatchObject({ error: { errCode: -604001 } });
    expect(fitting).toHaveProperty('result');
  });
});

describe('the business clock', () => {
  afterEach(() => cloud.cloud.clock.setOffset(0));

  it('is the clock of functions and the database', async () => {
    const moment = Date.UTC(2031, 0, 2, 3, 4, 5);
    cloud.cloud.clock.setNow(moment);

    const seen = (await cloud.probe({ do: 'now' })) as Record<string, number | string | boolean>;

    expect(Number(seen['now']) - moment).toBeGreaterThanOrEqual(0);
    expect(Number(seen['now']) - moment).toBeLessThan(5000);
    expect(seen).toMatchObject({ year: 2031, offset: 0, isDate: true });
    expect(seen['iso']).toMatch(/^2031-01-02T03:04:0/);
  });

  it('has reached every running function when the call that moves it is answered', async () => {
    const blocked = cloud.probe({ do: 'block', ms: 500 });
    await eventually(() => {
      const rows = cloud.cloud.logs.find({ function: 'probe' });
      expect(rows.map(({ message }) => message)).toContain('blocked');
    });

    await cloud.control('PUT', '/local/clock', { offsetMs: 60_000 });
    const answeredAt = process.hrtime.bigint();

    expect(answeredAt).toBeGreaterThan(BigInt(String(await blocked)));
  });
});

describe('the egress guard', () => {
  it('blocks other hosts and names them', async () => {
    expect(await cloud.probe({ do: 'fetch', url: 'http://example.com/' })).toEqual({
      error: 'egress blocked: example.com:80',
    });
  });

  it('lets a function reach this machine', async () => {
    const { url } = cloud;

    expect(await cloud.probe({ do: 'fetch', url: `${url}/local/health` })).toMatchObject({
      status: 200,
    });
  });
});

describe('a cloud that stops', () => {
  it('ends running and waiting invocations and serves no more', async () => {
    const stopping = await startProbeCloud({ maxInstances: 1 });
    const { functions } = stopping.cloud;
    const invoke = (ms: number) =>
      functions.invoke({ name: 'probe', data: { do: 'sleep', ms }, source: 'wx_trigger' });
    const exited = { error: { errCode: -504002 } };
    await invoke(1);
    const [running, waiting] = [invoke(60_000), invoke(1)];

    await functions.close();

    expect(await running).toMatchObject(exited);
    expect(await waiting).toMatchObject(exited);
    expect(await invoke(1)).toMatchObject(exited);
    await stopping.close();
  });
});
