import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { binaryOf } from '../../devtools/emulator/functions/runtimes';
import { startProbeCloud } from './fixtures/probe-cloud';
import type { ProbeCloud } from './fixtures/probe-cloud';

/** Processes must behave like worker threads; they run on Node 16.13 if it is available. */
const node = binaryOf('Nodejs16.13') ?? process.execPath;

describe('a function that runs in a process of its own', () => {
  let cloud: ProbeCloud;
  const fails = async (name: string, event: object): Promise<string> => {
    const report = await cloud.report(name, event, 'alice');
    return 'error' in report ? report.error.errMsg : 'it did not fail';
  };

  beforeAll(async () => {
    cloud = await startProbeCloud({ node });
  });
  beforeEach(() => cloud.faults([]));
  afterAll(() => cloud.close());

  it('serves many at a time, each with its own identity', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `person-${index}`);

    expect(
      await Promise.all(names.map((name) => cloud.probe({ do: 'sleep', ms: 5 }, name))),
    ).toEqual(names);
  });

  it('has the variables of its config.json and the text of assigned ones, and no others', async () => {
    expect(await cloud.probe({ do: 'secret' })).toEqual({ given: 'a gift', other: null });
    expect(await cloud.probe({ do: 'assign' })).toMatchObject({
      assigned: ['5', 'undefined'],
      isGone: true,
    });
  });

  it('lives by the business clock in UTC', async () => {
    await cloud.control('PUT', '/local/clock', { now: '2031-05-06T07:08:09.000Z' });

    expect(await cloud.probe({ do: 'now' })).toMatchObject({ year: 2031, offset: 0 });
    await cloud.control('PUT', '/local/clock', { now: null });
  });

  it('is frozen when its invocation ends, even after a result that fills the pipe', async () => {
    await cloud.probe({ do: 'linger' });
    await cloud.probe({ do: 'big', bytes: 900_000 });
    const before = Number(await cloud.probe({ do: 'ticks' }));
    await cloud.probe({ do: 'nothing' });

    expect(Number(await cloud.probe({ do: 'ticks' }))).toBe(before);
  });

  it('ends at its timeout, even when it never waits', async () => {
    expect(await fails('hurried', { do: 'sleep', ms: 60_000 })).toContain('timed out after 1');
    expect(await fails('hurried', { do: 'loop' })).toContain('timed out after 1');
  });

  it('ends with its memory', async () => {
    expect(await fails('probe', { do: 'hoard' })).toContain('the function has 128 MB');
  });

  it('may end itself or fail, and the next invocation finds a new one', async () => {
    expect(await fails('probe', { do: 'exit' })).toContain('code exit unexpected');
    expect(await fails('probe', { do: 'reject' })).toContain('code exit unexpected');
    expect(await fails('probe', { do: 'throw' })).toContain('the deed failed');
    expect(await cloud.probe({ do: 'nothing' })).toBeNull();
  });

  it('is killed at a call on the cloud and at a request to another host', async () => {
    const provider = createServer((_request, response) => response.end('real'));
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/`;

    cloud.faults([{ service: 'database', operation: 'add', nth: 2, fault: 'kill' }]);
    expect(await fails('probe', { do: 'addMany', collection: 'rows', count: 3 })).toContain('exit');
    expect(cloud.collection('rows').count()).toBe(1);

    cloud.faults([{ service: 'http', nth: 2, fault: 'kill' }]);
    expect(await cloud.probe({ do: 'fetch', url })).toMatchObject({ text: 'real' });
    expect(await fails('probe', { do: 'fetch', url })).toContain('code exit unexpected');
    cloud.faults([{ service: 'http', fault: 'reply', status: 429, body: 'later' }]);
    expect(await cloud.probe({ do: 'fetch', url })).toEqual({ status: 429, text: 'later' });
    provider.close();
  });

  it('has its logs and its requests counted', async () => {
    const { logs } = await cloud.report('probe', { do: 'print' }, 'alice');
    const event = { do: 'upload', path: 'uploads/1.txt', text: 'words' };
    const { calls } = await cloud.report('probe', event, 'alice');

    expect(logs.map(({ level }) => level)).toEqual(['info', 'warn', 'error']);
    expect(calls.storage).toBeGreaterThan(0);
  });
});

describe('PUT /local/functions/<name>/runtime', () => {
  let cloud: ProbeCloud;
  const versionOf = async (name: string): Promise<unknown> => {
    const report = await cloud.report(name, { do: 'version' });
    return 'result' in report ? report.result : report.error;
  };
  const choose = (name: string, runtime: unknown) =>
    cloud.control('PUT', `/local/functions/${name}/runtime`, { runtime });

  beforeAll(async () => {
    cloud = await startProbeCloud();
  });
  afterAll(() => cloud.close());

  it('lets one function run on another Node, until it is taken back', async () => {
    const isInstalled = binaryOf('Nodejs16.13') !== null;
    expect(await versionOf('probe')).toBe(process.version);

    expect((await choose('probe', 'Nodejs16.13')).status).toBe(isInstalled ? 200 : 409);
    expect(await versionOf('probe')).toBe(isInstalled ? 'v16.13.2' : process.version);
    expect(await versionOf('plain')).toBe(process.version);

    await choose('probe', null);
    expect(await versionOf('probe')).toBe(process.version);
  });

  it.each([
    ['an unknown function', 'nobody', 'Nodejs18.15', 404],
    ['an unknown runtime', 'probe', 'Nodejs8.9', 400],
    ['a path', 'probe', '/bin/sh', 400],
  ])('refuses %s', async (_what, name, runtime, status) => {
    expect(await choose(name, runtime)).toMatchObject({ status });
  });
});
