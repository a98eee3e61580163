import { request as httpRequest } from 'node:http';
import { startProbeCloud } from './fixtures/probe-cloud';
import type { ProbeCloud } from './fixtures/probe-cloud';

let cloud: ProbeCloud;

beforeAll(async () => {
  cloud = await startProbeCloud();
});
afterAll(() => cloud.close());

const call = (method: string, path: string, body?: unknown) => cloud.control(method, path, body);

/** Node's `fetch` does not allow these headers to be set. */
function statusWith(headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${cloud.url}/local/health`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', reject);
    request.end();
  });
}

describe('GET /local/health', () => {
  it('lists functions and collections, and shows the business time', async () => {
    const { status, body } = await call('GET', '/local/health');

    expect(status).toBe(200);
    expect(body).toEqual({
      ok: true,
      version: expect.any(String) as string,
      functions: ['hurried', 'listener', 'plain', 'probe'],
      collections: ['received', 'rows'],
      now: { $date: expect.any(String) as string },
    });
  });
});

describe('POST /local/invoke', () => {
  it('invokes as a phone would and reports how it went', async () => {
    const invocation = { name: 'probe', data: { do: 'echo' }, openid: 'alice' };
    const { body } = await call('POST', '/local/invoke', invocation);

    expect(body).toEqual({
      result: { do: 'echo', userInfo: { openId: 'alice', appId: expect.any(String) as string } },
      requestId: expect.any(String) as string,
      durationMs: expect.any(Number) as number,
      cold: expect.any(Boolean) as boolean,
      logs: [],
      calls: { database: 0, storage: 0, openapi: 0, http: 0 },
    });
  });

  it('passes the given source on', async () => {
    const data = { do: 'context' };
    const { body } = await call('POST', '/local/invoke', {
      name: 'probe',
      data,
      source: 'wx_devtools',
    });

    expect(body).toMatchObject({ result: { wx: { SOURCE: 'wx_devtools' } } });
  });

  it.each([
    ['a missing name', { data: {} }, 'name'],
    ['a name that is no text', { name: 7 }, 'name'],
    ['an openid of digits, which the SDK would round', { name: 'probe', openid: '123' }, 'openid'],
  ])('refuses %s and names the field', async (_what, body, field) => {
    expect(await call('POST', '/local/invoke', body)).toMatchObject({
      status: 400,
      body: { error: { field, message: expect.stringContaining(field) as string } },
    });
  });

  it('refuses what is not JSON', async () => {
    const response = await fetch(`${cloud.url}/local/invoke`, { method: 'POST', body: '{oops' });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringContaining('not JSON') as string },
    });
  });
});

describe('/local/clock', () => {
  afterEach(() => call('PUT', '/local/clock', { offsetMs: null }));

  it.each([
    ['an EJSON date', { now: { $date: '2030-05-06T07:08:09.000Z' } }],
    ['an ISO date', { now: '2030-05-06T07:08:09.000Z' }],
    ['milliseconds', { now: Date.UTC(2030, 4, 6, 7, 8, 9) }],
  ])('is set by %s', async (_what, body) => {
    const { body: clock } = await call('PUT', '/local/clock', body);

    expect(clock).toMatchObject({
      now: { $date: expect.stringMatching(/^2030-05-06T07:08:09/) as string },
    });
  });

  it('is moved by an offset, and null sets it right', async () => {
    expect((await call('PUT', '/local/clock', { offsetMs: 5000 })).body).toMatchObject({
      offsetMs: 5000,
    });
    expect((await call('PUT', '/local/clock', null)).body).toMatchObject({ offsetMs: 0 });
  });

  it('refuses an invalid time', async () => {
    expect((await call('PUT', '/local/clock', { now: 'tomorrow' })).status).toBe(400);
    expect((await call('PUT', '/local/clock', { now: 1, offsetMs: 1 })).status).toBe(400);
  });

  it.each([{ now: 1e18 }, { now: -1 }, { offsetMs: 1e20 }, { offsetMs: -1e16 }])(
    'refuses %j, which has no dates',
    async (setting) => {
      expect((await call('PUT', '/local/clock', setting)).status).toBe(400);
      expect((await call('GET', '/local/clock')).body).toMatchObject({ offsetMs: 0 });
    },
  );
});

describe('a query parameter that is unknown', () => {
  it.each([
    ['/local/collections/rows?where={}', 'where', 'projection'],
    ['/local/logs?requestid=1', 'requestid', 'requestId'],
    ['/local/files?limits=5', 'limits', 'limit'],
    ['/local/health?all', 'all', 'no parameters'],
  ])('is refused with the known parameters: %s', async (path, field, known) => {
    const { status, body } = await call('GET', path);
    const { error } = body as { error: { field: string; message: string } };

    expect(status).toBe(400);
    expect(error.field).toBe(field);
    expect(error.message).toContain(known);
  });
});

describe('GET /local/logs', () => {
  it('finds the rows of a request', async () => {
    const { requestId } = await cloud.report('probe', { do: 'print' }, 'alice');
    await cloud.report('probe', { do: 'print' }, 'bob');

    const { body } = await call('GET', `/local/logs?requestId=${requestId}&function=probe`);

    expect(body).toHaveLength(3);
    expect(body).toContainEqual({
      time: { $date: expect.any(String) as string },
      function: 'probe',
      requestId,
      level: 'warn',
      message: 'a warning',
    });
  });
});

describe('the whole state', () => {
  it('is the same after an export and an import', async () => {
    await call('PUT', '/local/collections/kept', {
      docs: [{ _id: 'a', at: { $date: '2026-01-01T00:00:00Z' } }],
    });
    await call('POST', '/local/collections/kept/indexes', { name: 'byAt', fields: ['-at'] });
    cloud.cloud.storage.put('kept.txt', 'alice', Buffer.from('kept'));
    const before = (await call('GET', '/local/export')).body;

    await call('POST', '/local/reset');
    expect((await call('GET', '/local/collections/kept')).status).toBe(404);
    expect((await call('POST', '/local/import', before)).status).toBe(200);

    expect((await call('GET', '/local/export')).body).toEqual(before);
    expect(cloud.cloud.storage.read('kept.txt')?.bytes.toString()).toBe('kept');
  });

  it('is unchanged by an invalid import', async () => {
    await call('PUT', '/local/collections/stays', { docs: [{ _id: 'a' }] });

    expect((await call('POST', '/local/import', { format: 'other' })).status).toBe(400);
    expect((await call('GET', '/local/collections/stays')).body).toMatchObject({ total: 1 });
  });

  it.each([
    ['a file outside the storage', 400, { files: [{ path: '../a', openid: null, base64: '' }] }],
    [
      'rows that a unique index does not allow',
      409,
      {
        collections: {
          clashing: {
            indexes: [{ name: 'byK', fields: ['k'], unique: true }],
            docs: [{ _id: 1 }, { _id: 2 }],
          },
        },
      },
    ],
  ])('is unchanged by an import with %s', async (_what, expected, broken) => {
    await call('PUT', '/local/collections/stays', { docs: [{ _id: 'a' }] });
    const before = (await call('GET', '/local/export')).body as object;

    expect((await call('POST', '/local/import', { ...before, ...broken })).status).toBe(expected);
    expect((await call('GET', '/local/export')).body).toEqual(before);
  });
});

describe('the gateway', () => {
  it.each([
    ['GET', '/local/nothing', 404],
    ['GET', '/local', 404],
    ['GET', '/nothing', 404],
    ['POST', '/local/health', 405],
    ['POST', '/local/outbox/none/redeliver', 404],
    ['GET', '/local/collections/%E0%A4%A', 400],
  ])('answers %s %s with %d in JSON', async (method, path, status) => {
    expect(await call(method, path)).toMatchObject({
      status,
      body: { error: { message: expect.any(String) as string } },
    });
  });

  it.each([
    ['another name of this machine', { host: 'rebound.example' }, 403],
    ['a page of another site', { origin: 'https://evil.example' }, 403],
    ['its own pages', { origin: 'http://127.0.0.1:8800' }, 200],
    ['localhost', { host: 'localhost:8800' }, 200],
  ])('serves requests from %s with %o as it should', async (_what, headers, status) => {
    expect(await statusWith(headers as Record<string, string>)).toBe(status);
  });
});
