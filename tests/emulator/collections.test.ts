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
    ['an unknown field', { docs: [], more: 1 }],
  ])('refuses %s', async (_what, body) => {
    expect((await call('PUT', path, body)).status).toBe(400);
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

  it('keeps a field named like the prototype as a field', async () => {
    const row = JSON.parse('{"_id":"p","__proto__":{"a":1}}') as object;
    await call('PUT', '/local/collections/fields', { docs: [row] });
    const { body } = await call('GET', '/local/collections/fields');

    expect(JSON.stringify(body)).toBe('{"total":1,"docs":[{"_id":"p","__proto__":{"a":1}}]}');
  });
});
