import { startTestCloud } from '../support/cloud';
import type { TestCloud } from '../support/cloud';
import { startProbeCloud } from './fixtures/probe-cloud';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Reply = { status: number; body: Record<string, unknown> };

let cloud: TestCloud;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'workshop-templates-'));
  const own = 'doc._openid == auth.openid';
  const permissions = {
    notes: 'READONLY',
    diary: 'PRIVATE',
    board: 'ADMINWRITE',
    ledger: 'ADMINONLY',
    custom: { read: own, write: own },
    shared: { read: true, write: true },
  };
  for (const [collection, permission] of Object.entries(permissions)) {
    const template = { collection, purpose: 'test', permission };
    writeFileSync(join(folder, `${collection}.json`), JSON.stringify(template));
  }
  cloud = await startProbeCloud({ templatesFolder: folder });
});
afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  for (const name of ['notes', 'diary', 'board', 'ledger', 'custom', 'shared']) {
    cloud.collection(name).empty();
    cloud
      .collection(name)
      .put({ _id: 'a', _openid: 'alice', n: 1 }, { _id: 'b', _openid: 'bob', n: 2 });
  }
});

async function post(path: string, body: unknown, openid = 'alice'): Promise<Reply> {
  const response = await fetch(`${cloud.url}${path}`, {
    method: 'POST',
    headers: { 'x-openid': openid },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const database = (collection: string, operation: string, more: object = {}) =>
  post('/local/client/database', { collection, operation, ...more });
const refusal = (errCode: number) => ({ status: 403, body: { error: { errCode } } });
const rows = (collection: string) => cloud.collection(collection).rows();
const untouched = [
  { _id: 'a', _openid: 'alice', n: 1 },
  { _id: 'b', _openid: 'bob', n: 2 },
];

describe('a phone that writes', () => {
  const writes = [
    ['add', { data: { n: 3 } }],
    ['update', { id: 'a', data: { n: 9 } }],
    ['update', { query: {}, data: { n: 9 } }],
    ['set', { id: 'a', data: { n: 9 } }],
    ['set', { id: 'new', data: { n: 9 } }],
    ['remove', { id: 'a' }],
    ['remove', { query: {} }],
  ] as const;

  it.each(['board', 'ledger'].flatMap((name) => writes.map((write) => [name, ...write] as const)))(
    'is refused by %s: %s %j',
    async (collection, operation, more) => {
      expect(await database(collection, operation, more)).toMatchObject(refusal(-502003));
      expect(rows(collection)).toEqual(untouched);
    },
  );

  it.each(writes.filter(([operation]) => operation !== 'add' && operation !== 'set'))(
    'is refused by a rule that its query does not name: %s %j',
    async (operation, more) => {
      expect(await database('custom', operation, more)).toMatchObject(refusal(-502003));
      expect(rows('custom')).toEqual(untouched);
    },
  );

  it('creates rows as its own', async () => {
    const { body } = await database('notes', 'add', { data: { _id: 'c', n: 3 } });
    await database('custom', 'set', { id: 'c', data: { n: 3 } });

    expect(body).toEqual({ _id: 'c' });
    for (const name of ['notes', 'custom'])
      expect(rows(name)).toContainEqual({ _id: 'c', _openid: 'alice', n: 3 });
  });

  it('changes and removes only its own rows, and gets their number', async () => {
    const stats = async (operation: string, more: object) =>
      (await database('notes', operation, more)).body['stats'];

    expect(await stats('update', { query: {}, data: { n: 9, deep: { x: 1 } } })).toEqual({
      updated: 1,
    });
    expect(await stats('update', { id: 'b', data: { n: 9 } })).toEqual({ updated: 0 });
    expect(await stats('update', { id: 'a', data: { $inc: { n: 1 } } })).toEqual({ updated: 1 });
    expect(rows('notes')).toEqual([{ ...untouched[0], n: 10, deep: { x: 1 } }, untouched[1]]);
    expect(await stats('set', { id: 'a', data: { n: 5 } })).toEqual({ updated: 1, created: 0 });
    expect(rows('notes')).toContainEqual({ _id: 'a', _openid: 'alice', n: 5 });
    expect(await stats('remove', { id: 'b' })).toEqual({ removed: 0 });
    expect(await stats('remove', { query: {} })).toEqual({ removed: 1 });
    expect(rows('notes')).toEqual([untouched[1]]);
  });

  it('passes a rule whose fields its query names', async () => {
    const query = { _id: 'a', _openid: '{openid}' };

    expect((await database('custom', 'update', { query, data: { n: 9 } })).body).toEqual({
      stats: { updated: 1 },
    });
    expect((await database('custom', 'remove', { query })).body).toEqual({ stats: { removed: 1 } });
  });

  it.each([
    ['add', { data: { _openid: 'bob' } }],
    ['add', { data: {} }],
    ['set', { id: 'a', data: { _openid: 'bob' } }],
    ['set', { id: 'new', data: { _openid: 'bob' } }],
    ['update', { id: 'a', data: { _openid: 'bob' } }],
    ['update', { id: 'a', data: { '_openid.x': 'bob' } }],
    ['update', { id: 'a', data: { $set: { _openid: 'bob' } } }],
    ['update', { id: 'a', data: { $unset: { _openid: '' } } }],
    ['update', { id: 'a', data: { $rename: { n: '_openid' } } }],
    ['update', { id: 'a', data: { $rename: { _openid: 'n' } } }],
    ['update', { id: 'a', data: { $set: { n: 1 }, n: 2 } }],
    ['update', { id: 'a', data: { _id: 'z' } }],
    ['update', { id: 'a', data: {} }],
  ])('never sets fields of the cloud: %s %j', async (operation, more) => {
    for (const collection of ['notes', 'shared']) {
      expect(await database(collection, operation, more)).toMatchObject(refusal(-501007));
      expect(rows(collection)).toEqual(untouched);
    }
  });

  it('leaves a row to its owner even if everybody may write', async () => {
    expect((await database('shared', 'set', { id: 'b', data: { n: 7 } })).status).toBe(200);
    expect(rows('shared')).toContainEqual({ _id: 'b', _openid: 'bob', n: 7 });
  });

  it('may not replace the row of another user', async () => {
    expect(await database('notes', 'set', { id: 'b', data: { n: 9 } })).toMatchObject(
      refusal(-502003),
    );
    expect(await database('notes', 'add', { data: { _id: 'b' } })).toMatchObject(refusal(-502001));
    expect(rows('notes')).toEqual(untouched);
  });

  it.each([
    ['an operation that is none', { operation: 'drop' }],
    ['an unknown field', { operation: 'remove', multi: true }],
    ['data that are no object', { operation: 'add', data: [] }],
  ])('gets an error for %s', async (_what, more) => {
    expect((await post('/local/client/database', { collection: 'notes', ...more })).status).toBe(
      400,
    );
  });
});

describe('a phone that reads', () => {
  it.each([
    ['notes', 2],
    ['board', 2],
    ['diary', 1],
    ['shared', 2],
  ])('sees of %s %d rows', async (collection, total) => {
    expect((await database(collection, 'get')).body).toMatchObject({ total });
    expect((await database(collection, 'count')).body).toEqual({ total });
  });

  it.each(['ledger', 'custom'])('is refused by %s', async (collection) => {
    for (const operation of ['get', 'count'])
      expect(await database(collection, operation, { query: { _id: 'a' } })).toMatchObject(
        refusal(-502003),
      );
    expect(await database(collection, 'get', { id: 'a' })).toMatchObject(refusal(-502003));
  });

  it('gets the code of a query that the database does not understand', async () => {
    expect(await database('notes', 'get', { query: { n: { $about: 1 } } })).toMatchObject(
      refusal(-502001),
    );
  });
});

describe('a phone against the collections of the app', () => {
  let app: TestCloud;

  beforeAll(async () => {
    app = await startTestCloud();
  });
  afterAll(() => app.close());

  it('may not call functions of timers and pushes', async () => {
    const invoke = (name: string, source?: string) =>
      app.control('POST', '/local/invoke', {
        name,
        openid: 'alice',
        data: {},
        ...(source && { source }),
      });

    expect((await invoke('tick')).body).toMatchObject({ error: { errCode: -501023 } });
    expect((await invoke('tick', 'wx_devtools')).body).toMatchObject({
      error: { errCode: -501023 },
    });
    expect((await invoke('login')).body).toHaveProperty('result');
  });
});
