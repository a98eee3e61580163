import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { startProbeCloud } from './fixtures/probe-cloud';
import type { ProbeCloud } from './fixtures/probe-cloud';
import { restrictRead } from '../../devtools/emulator/client/permission';

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

describe('permissions of a collection', () => {
  const query = { n: 1 };

  it.each([
    ['READONLY', 'READONLY', query],
    ['ADMINWRITE', 'ADMINWRITE', query],
    ['ADMINONLY', 'ADMINONLY', null],
    ['PRIVATE', 'PRIVATE', { $and: [query, { _openid: 'alice' }] }],
    ['a rule that is false', { read: false, write: false }, null],
    ['a rule for everybody signed in', { read: 'auth.openid != null', write: false }, query],
    ['a rule for owners', { read: 'doc._openid == auth.openid', write: false }, null],
  ] as const)('let a phone read by %s', (_name, permission, expected) => {
    expect(restrictRead(permission, query, 'alice')).toEqual(expected);
  });

  it('say when a rule is not understood', () => {
    expect(() => restrictRead({ read: 'doc.n > 1', write: false }, query, 'alice')).toThrow(
      'doc.n > 1',
    );
  });
});

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
  type Message = { type: string; id: string; snapshot: Snapshot; error: { errCode: number } };
  type Snapshot = { type: string; docs: { _id: string }[]; docChanges: Record<string, unknown>[] };

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
    return {
      watch: (id: string, query: Record<string, unknown>) =>
        socket.send(JSON.stringify({ type: 'watch', id, query })),
      async next(): Promise<Message> {
        while (messages.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        return messages.shift() as Message;
      },
      close: () => socket.close(),
    };
  }

  const own = { collection: 'own', query: { _openid: '{openid}' }, orderBy: [['n', 1]] };

  it('shows the rows, then every change of them, and starts afresh after a reconnect', async () => {
    const first = await open('alice');
    first.watch('w', own);
    expect((await first.next()).snapshot).toMatchObject({
      type: 'init',
      docs: [{ _id: 'a' }],
      docChanges: [{ docId: 'a', dataType: 'init', queueType: 'init' }],
    });

    cloud.collection('own').put({ _id: 'c', _openid: 'alice', n: 0 }, { _id: 'd', _openid: 'bob' });
    expect((await first.next()).snapshot).toMatchObject({
      type: 'change',
      docs: [{ _id: 'c' }, { _id: 'a' }],
      docChanges: [{ docId: 'c', dataType: 'add', queueType: 'enqueue' }],
    });

    cloud.collection('own').put({ _id: 'a', _openid: 'alice', n: 9 });
    expect((await first.next()).snapshot.docChanges).toMatchObject([
      { docId: 'a', queueType: 'update', doc: { n: 9 } },
    ]);

    cloud.collection('own').put({ _id: 'c', _openid: 'bob', n: 0 });
    expect((await first.next()).snapshot).toMatchObject({
      docs: [{ _id: 'a' }],
      docChanges: [{ docId: 'c', queueType: 'dequeue' }],
    });
    first.close();

    cloud.collection('own').put({ _id: 'e', _openid: 'alice', n: 5 });
    const second = await open('alice');
    second.watch('w', own);
    expect((await second.next()).snapshot.docs.map(({ _id }) => _id)).toEqual(['e', 'a']);
    second.close();
  });

  it('refuses what a read refuses, and what is no message', async () => {
    const socket = await open('alice');
    socket.watch('w', { collection: 'own' });
    expect(await socket.next()).toMatchObject({
      type: 'error',
      id: 'w',
      error: { errCode: -502003 },
    });

    socket.watch('w', { collection: 7 });
    expect(await socket.next()).toMatchObject({ type: 'error', error: { errCode: -501007 } });
    socket.close();
  });
});

describe('files of the phone', () => {
  const upload = (path: string, openid: string, body: string) =>
    fetch(`${cloud.url}/local/client/upload?path=${encodeURIComponent(path)}`, {
      method: 'POST',
      headers: { 'x-openid': openid },
      body,
    });

  it('are uploaded as their own, and nobody else may replace or delete them', async () => {
    const first = await upload('avatars/爱丽丝.png', 'alice', 'mine');
    const { fileID } = (await first.json()) as { fileID: string };
    const foreign = await upload('avatars/爱丽丝.png', 'bob', 'theirs');
    const deletion = await fetch(`${cloud.url}/local/client/delete-files`, {
      method: 'POST',
      headers: { 'x-openid': 'bob' },
      body: JSON.stringify({ fileList: [fileID] }),
    });

    expect(foreign.status).toBe(403);
    expect(await deletion.json()).toMatchObject({ fileList: [{ status: -503002 }] });
    expect(cloud.cloud.storage.read('avatars/爱丽丝.png')?.bytes.toString()).toBe('mine');
  });

  it('have temp URLs', async () => {
    const { fileID } = (await (await upload('a b.txt', 'alice', 'x')).json()) as { fileID: string };
    const { body } = await cloud.control('POST', '/local/client/temp-urls', { fileList: [fileID] });

    const [file] = (body as { fileList: { tempFileURL: string; status: number }[] }).fileList;
    expect(file?.status).toBe(0);
    expect(await (await fetch(file?.tempFileURL ?? '')).text()).toBe('x');
  });

  it('need somebody who uploads', async () => {
    const response = await fetch(`${cloud.url}/local/client/upload?path=x.txt`, { method: 'POST' });

    expect(response.status).toBe(400);
  });
});
