import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { startProbeCloud } from './fixtures/probe-cloud';
import type { ProbeCloud } from './fixtures/probe-cloud';

let cloud: ProbeCloud;
let templates: string;

beforeAll(async () => {
  templates = mkdtempSync(join(tmpdir(), 'workshop-templates-'));
  const template = { collection: 'open', purpose: 'test', permission: 'READONLY' };
  writeFileSync(join(templates, 'open.json'), JSON.stringify(template));
  cloud = await startProbeCloud({ templatesFolder: templates });
});
afterAll(async () => {
  await cloud.close();
  rmSync(templates, { recursive: true });
});
beforeEach(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));
afterEach(() => jest.restoreAllMocks());

/** An uncaught error would have ended the process; under Jest it fails the test instead. */
async function expectAlive(): Promise<void> {
  const { status } = await cloud.control('GET', '/local/health');
  await new Promise((resolve) => setImmediate(resolve));
  expect(status).toBe(200);
}

/** Sends raw bytes; resolves to what was received until the connection closed. */
function sendRaw(text: string, thenDestroy = false): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(cloud.url);
    const socket = createConnection(Number(port), hostname, () => {
      socket.write(text, 'latin1');
      if (thenDestroy) socket.resetAndDestroy();
    });
    let reply = '';
    socket.on('data', (chunk: Buffer) => (reply += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(reply));
  });
}

const upgrade = (path: string) =>
  [
    `GET ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '\r\n',
  ].join('\r\n');

describe('an upgrade request', () => {
  it.each(['//', '/', 'http://[', '/local/client/watch%', '/nothing', '*'])(
    'to %s is answered with 404',
    async (path) => {
      expect(await sendRaw(upgrade(path))).toMatch(/^HTTP\/1\.1 40[04] /);
      await expectAlive();
    },
  );

  it.each(['/', '/local/client/watch?openid=alice'])(
    'to %s may end before its answer',
    async (path) => {
      await sendRaw(upgrade(path), true);
      await expectAlive();
    },
  );
});

describe('a request', () => {
  it.each([
    ['an address that is none', 'GET // HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n'],
    [
      'a path that is not encoded',
      'GET /files/%E0%A4%A HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n',
    ],
    ['no HTTP', 'hello\r\n\r\n'],
    [
      'a form that breaks off in a file',
      [
        'POST /admin HTTP/1.1',
        'Host: 127.0.0.1',
        'Connection: close',
        'Content-Type: multipart/form-data; boundary=x',
        'Content-Length: 80',
        '',
        '--x\r\nContent-Disposition: form-data; name="requestData"; filename="a"\r\n\r\nabcdef'
          .slice(0, 80)
          .padEnd(80, '.'),
      ].join('\r\n'),
    ],
    [
      'a form without a boundary',
      'POST /admin HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: multipart/form-data\r\nContent-Length: 2\r\n\r\nhi',
    ],
  ])('with %s is refused', async (_what, text) => {
    expect(await sendRaw(text)).toMatch(/^HTTP\/1\.1 4\d\d /);
    await expectAlive();
  });

  it.each([
    ['null', 'null'],
    ['a list', '[]'],
    ['an action named like an inherited member', '{"action":"constructor.toString"}'],
    ['no JSON', '{'],
  ])('of the SDK with %s is refused', async (_what, body) => {
    const response = await fetch(`${cloud.url}/admin`, { method: 'POST', body });

    expect(await response.text()).toMatch(/message/);
    await expectAlive();
  });

  it.each([
    ['/local/client/database', (body: string) => `{"collection":"open","query":${body}}`],
    ['/local/invoke', (body: string) => `{"name":"probe","data":${body}}`],
  ])('to %s with excessive nesting is refused', async (path, wrap) => {
    const depth = 20_000;
    const body = wrap(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);
    const headers = { 'x-openid': 'alice' };
    const response = await fetch(`${cloud.url}${path}`, { method: 'POST', headers, body });

    expect(response.status).toBe(400);
    expect(await response.text()).toContain('nested too deeply');
    await expectAlive();
  });

  it('may end in the middle of an upload', async () => {
    const head =
      'POST /local/client/upload?path=uploads/a.txt HTTP/1.1\r\nHost: 127.0.0.1\r\nx-openid: alice\r\nContent-Length: 100\r\n\r\nhalf';
    await sendRaw(head, true);
    await expectAlive();
    expect(cloud.cloud.storage.find('uploads/a.txt')).toBeNull();
  });
});

describe('a watch', () => {
  async function open(): Promise<WebSocket> {
    const socket = new WebSocket(
      `${cloud.url.replace('http', 'ws')}/local/client/watch?openid=bob`,
    );
    await new Promise((resolve) => socket.once('open', resolve));
    return socket;
  }
  const nextMessage = (socket: WebSocket) =>
    new Promise<{ type: string; error?: { errCode: number } }>((resolve) =>
      socket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString()) as never)),
    );

  it.each([
    ['divides by zero', { $expr: { $divide: [1, { $subtract: ['$cost', '$cost'] }] } }],
    ['adds a text', { $expr: { $add: ['$name', 1] } }],
  ])('whose query fails on a new row ends without the others: it %s', async (_what, query) => {
    cloud.cloud.database.empty('open');
    const socket = await open();
    const watch = { collection: 'open', query };
    socket.send(JSON.stringify({ type: 'watch', id: 'w', query: watch }));
    await nextMessage(socket);

    cloud.collection('open').put({ _id: 'a', cost: 1, name: 'text' });

    expect(await nextMessage(socket)).toMatchObject({ type: 'error', error: { errCode: -502001 } });
    cloud.collection('open').put({ _id: 'b', cost: 1 });
    socket.send(JSON.stringify({ type: 'watch', id: 'v', query: { collection: 'open' } }));
    expect(await nextMessage(socket)).toMatchObject({ type: 'snapshot' });
    socket.close();
    await expectAlive();
  });

  it.each([
    ['a frame that is no WebSocket', Buffer.from([0xff, 0xff, 0xff])],
    ['a text that is no UTF-8', Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28])],
    ['a frame without a mask', Buffer.from([0x81, 0x02, 0x68, 0x69])],
    ['a frame that is too long', Buffer.from([0x81, 0xff, 0, 0, 0, 0x7f, 0, 0, 0, 0, 1, 2, 3, 4])],
  ])('that sends %s is closed', async (_what, frame) => {
    const text = upgrade('/local/client/watch?openid=bob');

    expect(await sendRaw(text + frame.toString('latin1'))).toMatch(/^HTTP\/1\.1 101 /);
    await expectAlive();
  });
});

describe('a function that returns a value without JSON', () => {
  it('answers null', async () => {
    expect(await cloud.probe({ do: 'unserializable' })).toBeNull();
    await expectAlive();
  });
});
