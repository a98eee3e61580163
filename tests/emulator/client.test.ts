import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { startProbeCloud } from './fixtures/probe-cloud';
import type { ProbeCloud } from './fixtures/probe-cloud';
import type { Document } from '../../devtools/emulator/database/database';

let cloud: ProbeCloud;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'workshop-templates-'));
  const template = (collection: string, permission: unknown) =>
    writeFileSync(
      join(folder, `${collection}.json`),
      JSON.stringify({ collection, purpose: 'test', permission }),
    );
  template('open', 'READONLY');
  template('closed', 'ADMINONLY');
  template('own', { read: 'doc._openid == auth.openid', write: false });
  cloud = await startProbeCloud({ templatesFolder: folder });
  cloud.collection('open').put(...numbered(30));
  cloud
    .collection('own')
    .put({ _id: 'a', _openid: 'alice', n: 1 }, { _id: 'b', _openid: 'bob', n: 2 });
});
afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true });
});

function numbered(count: number) {
  return Array.from({ length: count }, (_, n) => ({ _id: `row-${n}`, n }));
}

async function read(query: Record<string, unknown>, openid = 'alice') {
  const response = await fetch(`${cloud.url}/local/client/database`, {
    method: 'POST',
    headers: { 'x-openid': openid },
    body: JSON.stringify(query),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('wx.cloud.database()', () => {
  it('reads 20 rows at most', async () => {
    const { body } = await read({ collection: 'open', limit: 100, orderBy: [['n', -1]] });

    expect(body).toMatchObject({ total: 30, docs: { length: 20, 0: { n: 29 } } });
  });

  it('reads own rows when the query names the caller', async () => {
    const own = { collection: 'own', query: { _openid: '{openid}' } };

    expect((await read(own, 'bob')).body).toMatchObject({ docs: [{ _id: 'b' }] });
  });

  it.each([
    ['a query that does not', { collection: 'own' }, -502003],
    ['a query for another', { collection: 'own', query: { _openid: 'bob' } }, -502003],
    ['a closed collection', { collection: 'closed' }, -502003],
    ['a missing collection', { collection: 'none' }, -502005],
  ])('refuses %s', async (_what, query, errCode) => {
    expect(await read(query)).toMatchObject({ status: 403, body: { error: { errCode } } });
  });
});

describe('watch', () => {
  type Message = { type: string; id?: string; snapshot: Snapshot; error: { errCode: number } };
  type Snapshot = { type?: string; docs: { _id: string }[]; docChanges: Record<string, unknown>[] };

  async function open(openid: string) {
    const socket = new WebSocket(
      `${cloud.url.replace('http', 'ws')}/local/client/watch?openid=${openid}`,
    );
    const messages: Message[] = [];
    let wake = (): void => undefined;
    socket.on('message', (data: Buffer) => {
      messages.push(JSON.parse(data.toString()) as Message);
      wake();
    });
    await new Promise((resolve) => socket.once('open', resolve));
    async function next(): Promise<Message> {
      while (messages.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return messages.shift() as Message;
    }
    return {
      send: (message: unknown) => socket.send(JSON.stringify(message)),
      watch: (id: string, query: Record<string, unknown>) =>
        socket.send(JSON.stringify({ type: 'watch', id, query })),
      next,
      snapshot: async () => (await next()).snapshot,
      close: () => socket.close(),
    };
  }

  const own = { collection: 'own', query: { _openid: '{openid}' }, orderBy: [['n', 1]] };
  const put = (...rows: Document[]) => cloud.collection('own').put(...rows);
  /** Writes like a function, through the wire protocol. */
  const update = (_id: string, data: object) =>
    cloud.cloud.database.handle('database.modifyDocument', {
      collectionName: 'own',
      queryType: 'DOC',
      query: JSON.stringify({ _id }),
      data: JSON.stringify(data),
      merge: true,
    });
  const remove = (_id: string) => cloud.cloud.database.remove('own', { _id });

  it('shows the rows, then every change, and starts again after a reconnect', async () => {
    const first = await open('alice');
    first.watch('w', own);
    expect(await first.snapshot()).toMatchObject({
      ...{ id: 0, type: 'init', docs: [{ _id: 'a' }] },
      docChanges: [{ id: 0, docId: 'a', dataType: 'init', queueType: 'init' }],
    });

    put({ _id: 'c', _openid: 'alice', n: 0 }, { _id: 'd', _openid: 'bob' });
    const added = await first.snapshot();
    expect(added).toMatchObject({
      ...{ id: 1, docs: [{ _id: 'c' }, { _id: 'a' }] },
      docChanges: [{ id: 1, docId: 'c', dataType: 'add', queueType: 'enqueue' }],
    });
    expect(added.type).toBeUndefined();

    put({ _id: 'a', _openid: 'alice', n: 9 });
    expect((await first.snapshot()).docChanges).toMatchObject([
      { docId: 'a', dataType: 'replace', queueType: 'update', doc: { n: 9 } },
    ]);

    put({ _id: 'c', _openid: 'bob', n: 0 });
    expect(await first.snapshot()).toMatchObject({
      docs: [{ _id: 'a' }],
      docChanges: [{ docId: 'c', queueType: 'dequeue' }],
    });
    first.close();

    put({ _id: 'e', _openid: 'alice', n: 5 });
    const second = await open('alice');
    second.watch('w', own);
    const fresh = await second.snapshot();
    expect(fresh).toMatchObject({ id: 0, type: 'init' });
    expect(fresh.docs.map(({ _id }) => _id)).toEqual(['e', 'a']);
    second.close();
  });

  it('says which fields an update changed, and that a row was removed', async () => {
    put({ _id: 'u', _openid: 'uma', text: '', usage: { images: 1, words: 2 }, error: 'x' });
    const socket = await open('uma');
    socket.watch('w', own);
    await socket.next();

    await update('u', { $set: { text: '你好', 'usage.images': 2 }, $unset: { error: '' } });
    expect((await socket.snapshot()).docChanges).toEqual([
      {
        ...{ id: 1, docId: 'u', dataType: 'update', queueType: 'update' },
        doc: { _id: 'u', _openid: 'uma', text: '你好', usage: { images: 2, words: 2 } },
        updatedFields: { text: '你好', 'usage.images': 2 },
        removedFields: ['error'],
      },
    ]);

    remove('u');
    expect(await socket.snapshot()).toMatchObject({
      docs: [],
      docChanges: [{ docId: 'u', dataType: 'remove', queueType: 'dequeue', doc: { text: '你好' } }],
    });
    socket.close();
  });

  it('shows rows that only a limit lets in or pushes out', async () => {
    put({ _id: 'l1', _openid: 'lea', n: 1 }, { _id: 'l2', _openid: 'lea', n: 2 });
    const socket = await open('lea');
    socket.watch('w', { ...own, limit: 2 });
    await socket.next();

    put({ _id: 'l0', _openid: 'lea', n: 0 });
    expect((await socket.snapshot()).docChanges).toMatchObject([
      { docId: 'l2', dataType: 'limit', queueType: 'dequeue' },
      { docId: 'l0', dataType: 'add', queueType: 'enqueue' },
    ]);
    remove('l1');
    expect((await socket.snapshot()).docChanges).toMatchObject([
      { docId: 'l1', dataType: 'remove', queueType: 'dequeue' },
      { docId: 'l2', dataType: 'limit', queueType: 'enqueue' },
    ]);
    socket.close();
  });

  it('follows one row by its id if the collection lets everybody read', async () => {
    const socket = await open('alice');
    socket.watch('w', { collection: 'open', query: { _id: 'row-3' } });
    expect((await socket.snapshot()).docs).toMatchObject([{ _id: 'row-3', n: 3 }]);

    cloud.collection('open').put({ _id: 'row-3', n: 33 }, { _id: 'row-4', n: 4 });
    expect((await socket.snapshot()).docs).toEqual([{ _id: 'row-3', n: 33 }]);
    socket.close();
  });

  it('shows the state that an import or a reset brings', async () => {
    const saved = (await cloud.control('GET', '/local/export')).body;
    const socket = await open('ina');
    socket.watch('w', own);
    await socket.next();
    put({ _id: 'i', _openid: 'ina', n: 1 });
    expect((await socket.snapshot()).docs).toMatchObject([{ _id: 'i' }]);

    await cloud.control('POST', '/local/import', saved);
    expect(await socket.snapshot()).toMatchObject({
      docs: [],
      docChanges: [{ docId: 'i', dataType: 'remove', queueType: 'dequeue' }],
    });
    socket.close();
  });

  it('sends nothing after it was closed', async () => {
    put({ _id: 's', _openid: 'sam', n: 1 });
    const socket = await open('sam');
    socket.watch('closed', own);
    socket.watch('open', own);
    await socket.next();
    await socket.next();

    socket.send({ type: 'close', id: 'closed' });
    socket.watch('mark', { collection: 'open', query: { _id: 'row-1' } });
    await socket.next();
    put({ _id: 's', _openid: 'sam', n: 2 });
    expect((await socket.next()).id).toBe('open');
    socket.watch('mark', { collection: 'open', query: { _id: 'row-1' } });
    expect((await socket.next()).id).toBe('mark');
    socket.close();
  });

  it('refuses what a read refuses, unsupported queries and invalid messages', async () => {
    const socket = await open('alice');
    const refused = async (query: Record<string, unknown>) => {
      socket.watch('w', query);
      return socket.next();
    };
    const refusal = (errCode: number) => ({ type: 'error', id: 'w', error: { errCode } });

    expect(await refused({ collection: 'own' })).toMatchObject(refusal(-502003));
    expect(await refused({ collection: 'none' })).toMatchObject(refusal(-502005));
    expect(await refused({ collection: 7 })).toMatchObject(refusal(-501007));
    expect(await refused({ collection: 'open', skip: 5 })).toMatchObject(refusal(-501007));
    expect(await refused({ collection: 'open', query: { n: { $about: 1 } } })).toMatchObject(
      refusal(-502001),
    );
    socket.send('?');
    expect(await socket.next()).toMatchObject({ type: 'error', error: { errCode: -501007 } });
    socket.close();
  });

  it('ends when its result exceeds the limit of the cloud', async () => {
    const many = (from: number, count: number) =>
      Array.from({ length: count }, (_, n) => ({ _id: `m-${from + n}`, _openid: 'max' }));
    put(...many(0, 5000));
    const socket = await open('max');
    socket.watch('w', { ...own, orderBy: [] });
    expect((await socket.snapshot()).docs).toHaveLength(5000);

    put(...many(5000, 1));
    expect(await socket.next()).toMatchObject({
      type: 'error',
      id: 'w',
      error: { errCode: -501007 },
    });
    socket.close();
  });
});
