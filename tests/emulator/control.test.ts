import { request as httpRequest } from 'node:http';
import { startProbeCloud } from './fixtures/probe-cloud';
import type { ProbeCloud } from './fixtures/probe-cloud';

let cloud: ProbeCloud;

beforeAll(async () => {
  cloud = await startProbeCloud();
});
afterAll(() => cloud.close());

const call = (method: string, path: string, body?: unknown) => cloud.control(method, path, body);

function withQuery(path: string, query: Record<string, unknown>): string {
  const texts = Object.entries(query).map(([name, value]): [string, string] => [
    name,
    JSON.stringify(value),
  ]);
  return `${path}?${new URLSearchParams(texts).toString()}`;
}

/** fetch does not let a test choose these headers. */
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

describe('/local/collections', () => {
  const path = '/local/collections/loaded';
  const docs = Array.from({ length: 150 }, (_, n) => ({
    _id: `row-${n}`,
    n,
    even: n % 2 === 0,
    at: { $date: new Date(n * 1000 + 1).toISOString() },
  }));

  beforeEach(async () => {
    await call('DELETE', path);
    await call('PUT', path, { docs });
  });

  it('loads in bulk and lists without a cap', async () => {
    expect((await call('PUT', path, { docs })).body).toEqual({ stored: 150 });

    const { body } = await call('GET', path);
    expect(body).toMatchObject({ total: 150, docs: { length: 150 } });
  });

  it('filters, orders, skips and limits; dates are EJSON', async () => {
    const query = { even: true, at: { $gte: { $date: new Date(100_001).toISOString() } } };
    const list = withQuery(path, { query, orderBy: [['n', -1]], skip: 1, limit: 2 });

    expect((await call('GET', list)).body).toEqual({ total: 25, docs: [docs[146], docs[144]] });
  });

  it('orders by the short form too, and adds a missing _id', async () => {
    await call('PUT', path, { docs: [{ n: 1000 }] });
    const { body } = await call('GET', `${path}?orderBy=-n,_id&limit=1`);

    expect(body).toMatchObject({ docs: [{ n: 1000, _id: expect.any(String) as string }] });
  });

  it('declares an index, unique ones only over rows that allow it', async () => {
    const index = await call('POST', `${path}/indexes`, { name: 'byN', fields: ['n'] });
    const clash = { name: 'one', fields: ['even'], unique: true };

    expect(index).toMatchObject({
      status: 200,
      body: { indexes: expect.arrayContaining([expect.objectContaining({ name: 'byN' })]) as [] },
    });
    expect((await call('POST', `${path}/indexes`, clash)).status).toBe(409);
    await call('POST', `${path}/indexes`, { name: 'onlyN', fields: ['n'], unique: true });
    expect((await call('PUT', path, { docs: [{ _id: 'new', n: 0 }] })).status).toBe(409);
    await call('POST', '/local/reset');
  });

  it('empties', async () => {
    expect((await call('DELETE', path)).body).toEqual({ removed: 150 });
    expect((await call('GET', path)).body).toEqual({ total: 0, docs: [] });
  });

  it('answers 404 for an unknown collection', async () => {
    expect((await call('GET', '/local/collections/nowhere')).status).toBe(404);
  });

  it.each([
    ['query', 'query={oops'],
    ['query', 'query=[1]'],
    ['limit', 'limit=many'],
    ['orderBy', 'orderBy=[["n",7]]'],
  ])('refuses a wrong %s', async (_name, text) => {
    expect((await call('GET', `${path}?${text}`)).status).toBe(400);
  });

  it.each([
    ['docs that are no list', { docs: {} }],
    ['a row that is none', { docs: [7] }],
    ['a date that is none', { docs: [{ at: { $date: 'one day' } }] }],
    [
      'a date beyond all dates',
      { docs: [{ at: { $date: { $numberLong: '1000000000000000000' } } }] },
    ],
    ['a long that is none', { docs: [{ n: { $numberLong: 'many' } }] }],
    ['an object id that is none', { docs: [{ _id: { $oid: 'short' } }] }],
    [
      'a field that would change the nature of objects',
      JSON.parse('{"docs":[{"__proto__":{"a":1}}]}'),
    ],
    ['an unknown field', { docs: [], more: 1 }],
  ])('refuses %s', async (_what, body) => {
    expect((await call('PUT', path, body)).status).toBe(400);
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
    'refuses %j, where no dates are',
    async (setting) => {
      expect((await call('PUT', '/local/clock', setting)).status).toBe(400);
      expect((await call('GET', '/local/clock')).body).toMatchObject({ offsetMs: 0 });
    },
  );
});

describe('/local/faults', () => {
  it('sets, lists and clears rules', async () => {
    const rule = { service: 'database', operation: 'get', fault: 'hang', nth: 2 };

    expect((await call('PUT', '/local/faults', [rule])).body).toEqual([{ ...rule, fired: 0 }]);
    expect((await call('GET', '/local/faults')).body).toEqual([{ ...rule, fired: 0 }]);
    expect((await call('DELETE', '/local/faults')).body).toEqual([]);
  });

  const fails = { fault: 'fail-before' };
  it.each([
    ['service', 'database', { ...fails, service: 'mail' }],
    ['fault', 'fail-after', { service: 'http', fault: 'burn' }],
    ['operation', 'commit', { ...fails, service: 'database', operation: 'updat' }],
    ['operation', 'invoke', { ...fails, service: 'functions', operation: 'call' }],
    ['operation', 'msgSecCheck', { ...fails, service: 'openapi', operation: 'security.check' }],
    ['operation', 'POST', { ...fails, service: 'http', operation: 'post' }],
    ['collection', 'loaded', { ...fails, service: 'database', collection: 'load' }],
    ['collection', 'database', { ...fails, service: 'storage', collection: 'rows' }],
    ['host', 'http', { ...fails, service: 'storage', host: 'a.example' }],
    ['function', 'probe', { ...fails, service: 'http', function: 'prob' }],
    ['functoin', 'function', { ...fails, service: 'http', functoin: 'probe' }],
    ['fault', 'database', { service: 'storage', fault: 'conflict' }],
    ['fault', 'body', { service: 'database', fault: 'reply' }],
    ['fault', 'body', { service: 'storage', fault: 'reply' }],
    ['nth', '>=1', { ...fails, service: 'http', nth: 0 }],
  ])('refuses a wrong %s and lists the valid names: %s', async (field, known, rule) => {
    const { status, body } = await call('PUT', '/local/faults', [
      { ...fails, service: 'http' },
      rule,
    ]);
    const { error } = body as { error: { field: string; message: string } };

    expect(status).toBe(400);
    expect(error.field).toBe(`1.${field}`);
    expect(error.message).toContain(known);
    expect((await call('GET', '/local/faults')).body).toEqual([]);
  });

  it('accepts a rule on the creation of a missing collection', async () => {
    const rule = { ...fails, service: 'database', operation: 'createCollection' };

    expect((await call('PUT', '/local/faults', [{ ...rule, collection: 'new' }])).status).toBe(200);
    await call('DELETE', '/local/faults');
  });
});

describe('a query parameter that is unknown', () => {
  it.each([
    ['/local/collections/rows?where={}', 'where', 'projection'],
    ['/local/logs?requestid=1', 'requestid', 'requestId'],
    ['/local/files?limits=5', 'limits', 'limit'],
    ['/local/health?all', 'all', 'no parameters'],
  ])('is refused with what is known: %s', async (path, field, known) => {
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

describe('GET /local/collections/<name>', () => {
  it('keeps every digit of a long, in both directions', async () => {
    const docs = [{ _id: 'l', small: 5, large: { $numberLong: '9007199254740993' } }];
    await call('PUT', '/local/collections/longs', { docs });
    const { body } = await call('GET', '/local/collections/longs');
    await call('PUT', '/local/collections/longs', { docs: (body as { docs: unknown[] }).docs });

    expect(body).toEqual({ total: 1, docs });
    expect((await call('GET', '/local/collections/longs')).body).toEqual(body);
  });
});

describe('GET /local/files', () => {
  type Page = { total: number; files: { path: string; url: string }[] };
  const list = async (query: string) =>
    (await call('GET', `/local/files?prefix=avatars/listed${query}`)).body as Page;
  const paths = async (query: string) => (await list(query)).files.map(({ path }) => path);
  const names = ['a', 'b', 'c'].map((name) => `avatars/listed-${name}.txt`);
  let fileID: string;

  beforeAll(async () => {
    for (const [position, name] of ['b', 'c', 'a'].entries()) {
      await call('PUT', '/local/clock', { now: `2030-01-0${position + 1}T00:00:00Z` });
      const upload = await fetch(
        `${cloud.url}/local/client/upload?path=avatars/listed-${name}.txt`,
        {
          method: 'POST',
          headers: { 'x-openid': 'alice' },
          body: 'face'.repeat(position + 1),
        },
      );
      ({ fileID } = (await upload.json()) as { fileID: string });
    }
  });
  afterAll(() => call('PUT', '/local/clock', null));

  it('lists the stored files of a folder with owner, size and an address to open', async () => {
    const { total, files } = await list('-a');

    expect(total).toBe(1);
    expect(files).toMatchObject([{ fileID, path: names[0], openid: 'alice', size: 12 }]);
    expect(await (await fetch(files[0]?.url ?? '')).text()).toBe('facefaceface');
  });

  it('pages through them and counts them', async () => {
    expect(await list('&limit=1')).toMatchObject({ total: 3, files: [{ path: names[0] }] });
    expect(await list('&limit=5&skip=2')).toMatchObject({ total: 3, files: [{ path: names[2] }] });
    expect(await list(`&after=${names[0]}`)).toMatchObject({ total: 2, files: { length: 2 } });
    expect(await list('&limit=0')).toEqual({ total: 3, files: [] });
  });

  it('orders them by path, age or size', async () => {
    expect(await paths('')).toEqual(names);
    expect(await paths('&orderBy=-at')).toEqual([names[0], names[2], names[1]]);
    expect(await paths('&orderBy=size')).toEqual([names[1], names[2], names[0]]);
  });

  it.each(['limit=many', 'skip=-1', 'orderBy=age'])('refuses %s', async (parameter) => {
    expect(await call('GET', `/local/files?${parameter}`)).toMatchObject({
      status: 400,
      body: { error: { field: parameter.split('=')[0] } },
    });
  });
});
