import { WebSocketServer, type WebSocket } from 'ws';
import { openLab, type CloudAnswer, type PhoneLab, type TestPhone } from './phone';

describe('wx.cloud', () => {
  let lab: PhoneLab;
  let phone: TestPhone;

  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());
  beforeEach(async () => {
    lab.answer(() => ({ body: {} }));
    phone = await lab.open();
  });
  afterEach(() => phone.close());

  /** The outcome of a call: its result, or the failure as the page sees it. */
  const outcome = (call: string): Promise<Record<string, unknown>> =>
    phone.page.evaluate(
      `Promise.resolve(${call}).catch(({ errMsg, errCode }) => ({ errMsg, errCode }))`,
    );
  /** Makes the cloud refuse every request, and lists what was requested. */
  function refuse(errCode: number, errMsg: string): unknown[] {
    const requests: unknown[] = [];
    lab.answer((path, body) => {
      requests.push([path, body]);
      return { status: 403, body: { error: { message: errMsg, errCode, errMsg } } };
    });
    return requests;
  }

  it('calls functions as the user and answers like the cloud', async () => {
    const seen: unknown[] = [];
    lab.answer((path, body) => {
      seen.push([path, body]);
      const { name } = body as { name: string };
      if (name === 'broken') {
        return {
          body: {
            error: { errCode: -504002, errMsg: 'functions execute fail' },
            requestId: 'r2',
            durationMs: 1,
          },
        };
      }
      return {
        body: {
          result: { code: 429, error: 'DAILY_LIMIT_REACHED' },
          requestId: 'r1',
          durationMs: 1,
        },
      };
    });
    expect(
      await outcome(
        `wx.cloud.callFunction({ name: 'hello', data: { action: 'greet', skipped: undefined } })`,
      ),
    ).toEqual({
      errMsg: 'cloud.callFunction:ok',
      result: { code: 429, error: 'DAILY_LIMIT_REACHED' },
      requestID: 'r1',
    });
    expect(seen).toEqual([
      [
        '/local/invoke',
        { name: 'hello', data: { action: 'greet' }, openid: 'alice', source: 'wx_client' },
      ],
    ]);
    expect(await outcome(`wx.cloud.callFunction({ name: 'broken' })`)).toEqual({
      errCode: -504002,
      errMsg:
        'cloud.callFunction:fail Error: errCode: -504002  | errMsg: functions execute fail (callId: r2)',
    });
    expect(
      await outcome(`wx.cloud.callFunction({ name: 'big', data: 'x'.repeat(2 ** 21) })`),
    ).toMatchObject({
      errMsg: 'cloud.callFunction:fail data exceed max size',
    });
    const calls = await phone.page.evaluate<unknown[]>('__workshop.stats.cloudCalls');
    expect(calls).toEqual([
      expect.objectContaining({ name: 'hello', action: 'greet', code: 429, requestId: 'r1' }),
      expect.objectContaining({ name: 'broken', code: -504002 }),
    ]);
  });

  it('has no cloud without a network', async () => {
    const change = phone.page.evaluate(
      `new Promise((resolve) => wx.onNetworkStatusChange(resolve))`,
    );
    await phone.page.evaluate(`__workshop.updateSettings({ network: 'offline' })`);
    expect(await change).toEqual({ isConnected: false, networkType: 'none' });
    expect(await outcome(`wx.cloud.callFunction({ name: 'hello' })`)).toMatchObject({
      errCode: -1,
    });
  });

  it('reads rows as the user, with dates', async () => {
    lab.answer((_, body) => ({
      body: { total: 1, docs: [{ at: { $date: '2026-01-02T03:04:05.000Z' }, asked: body }] },
    }));
    const row = await phone.page.evaluate<{ isDate: boolean; asked: unknown }>(`
      wx.cloud.database().collection('works').where({ status: 'failed' }).orderBy('at', 'desc').limit(3).get()
        .then(({ data: [{ at, asked }] }) => ({ isDate: at instanceof Date, asked }))`);
    expect(row).toEqual({
      isDate: true,
      asked: { collection: 'works', query: { status: 'failed' }, orderBy: [['at', -1]], limit: 3 },
    });
  });

  it('writes rows as the user', async () => {
    const requests: unknown[] = [];
    const replies: Record<string, object> = {
      add: { _id: 'new' },
      set: { _id: 'a', stats: { updated: 0, created: 1 } },
      update: { stats: { updated: 1 } },
      remove: { stats: { removed: 2 } },
    };
    lab.answer((path, body) => {
      requests.push([path, body]);
      return { body: replies[(body as { operation: string }).operation] };
    });
    const notes = `wx.cloud.database().collection('notes')`;
    expect(await outcome(`${notes}.add({ data: { at: new Date(0) } })`)).toEqual({
      _id: 'new',
      errMsg: 'collection.add:ok',
    });
    expect(await outcome(`${notes}.doc('a').set({ data: { n: 1 } })`)).toEqual({
      _id: 'a',
      stats: { updated: 0, created: 1 },
      errMsg: 'document.set:ok',
    });
    expect(await outcome(`${notes}.doc('a').update({ data: { n: 2 } })`)).toEqual({
      stats: { updated: 1 },
      errMsg: 'document.update:ok',
    });
    expect(await outcome(`${notes}.doc('a').remove()`)).toEqual({
      stats: { removed: 2 },
      errMsg: 'document.remove:ok',
    });
    expect(await outcome(`${notes}.where({ n: 2 }).update({ data: { n: 3 } })`)).toEqual({
      stats: { updated: 1 },
      errMsg: 'collection.update:ok',
    });
    expect(await outcome(`${notes}.where({ n: 3 }).remove()`)).toEqual({
      stats: { removed: 2 },
      errMsg: 'collection.remove:ok',
    });
    const path = '/local/client/database';
    const collection = 'notes';
    expect(requests).toEqual([
      [path, { collection, operation: 'add', data: { at: { $date: '1970-01-01T00:00:00.000Z' } } }],
      [path, { collection, operation: 'set', id: 'a', data: { n: 1 } }],
      [path, { collection, operation: 'update', id: 'a', data: { n: 2 } }],
      [path, { collection, operation: 'remove', id: 'a' }],
      [path, { collection, operation: 'update', query: { n: 2 }, data: { n: 3 } }],
      [path, { collection, operation: 'remove', query: { n: 3 } }],
    ]);
  });

  it.each([
    ['collection.add', `add({ data: { a: 1 } })`],
    ['collection.get', `get()`],
    ['collection.count', `count()`],
    ['collection.update', `where({ a: 1 }).update({ data: { a: 1 } })`],
    ['collection.remove', `where({ a: 1 }).remove()`],
    ['document.get', `doc('a').get()`],
    ['document.set', `doc('a').set({ data: { a: 1 } })`],
    ['document.update', `doc('a').update({ data: { a: 1 } })`],
    ['document.remove', `doc('a').remove()`],
  ])('says of %s that the permission of the collection refuses it', async (name, call) => {
    refuse(-502003, 'database permission denied | Permission denied');
    expect(await outcome(`wx.cloud.database().collection('notes').${call}`)).toEqual({
      errCode: -502003,
      errMsg: `${name}:fail -502003 database permission denied | Permission denied`,
    });
  });

  it('answers a write by callbacks, and sends none without data', async () => {
    const requests = refuse(-502003, 'denied');
    const failed = await phone.page.evaluate<unknown>(`new Promise((resolve) =>
      wx.cloud.database().collection('notes').add({ data: { a: 1 }, fail: ({ errCode }) => resolve(errCode) }))`);
    expect(failed).toBe(-502003);
    expect(requests).toHaveLength(1);
    expect(
      await outcome(`wx.cloud.database().collection('notes').doc('a').update({ data: {} })`),
    ).toEqual({
      errCode: -501007,
      errMsg: 'document.update:fail parameter.data should be object instead of empty',
    });
    expect(requests).toHaveLength(1);
    expect(
      await phone.page.evaluate(`(() => {
        try { return wx.cloud.database().command.inc(1); } catch ({ message }) { return message; }
      })()`),
    ).toBe('wx.cloud.database().command.inc is not built in the simulator');
  });

  describe('files', () => {
    /** The failure as the `fail` callback gets it. */
    const failure = (name: string, options: string): Promise<unknown> =>
      phone.page.evaluate(`new Promise((resolve) => wx.cloud.${name}({
        ...${options},
        success: () => resolve('succeeded'),
        fail: ({ errCode, errMsg }) => resolve({ errCode, errMsg }),
      }))`);
    const write = () =>
      phone.page.evaluate<string>(`(() => {
        const filePath = wx.env.USER_DATA_PATH + '/a.txt';
        return wx.getFileSystemManager().writeFile({ filePath, data: 'text' }).then(() => filePath);
      })()`);

    it('tell the page that an upload is refused', async () => {
      const filePath = await write();
      refuse(-503002, 'storage permission denied');
      expect(
        await failure('uploadFile', JSON.stringify({ cloudPath: 'works/bob/a.txt', filePath })),
      ).toEqual({
        errCode: -503002,
        errMsg:
          'cloud.uploadFile:fail Error: errCode: -503002  | errMsg: storage permission denied',
      });
      expect(await phone.page.evaluate('__workshop.stats.cloudCalls.at(-1)')).toMatchObject({
        kind: 'upload',
        code: -503002,
      });
    });

    const address = 'cloud://env/a.txt';
    const withUrl =
      (next: CloudAnswer, status = 0): CloudAnswer =>
      (path, body) =>
        path === '/local/client/temp-urls'
          ? {
              body: {
                fileList: [{ fileID: address, tempFileURL: '/files/a', status, errMsg: 'denied' }],
              },
            }
          : next(path, body);

    it('tell the page that a download is refused, by its address or by its content', async () => {
      lab.answer(withUrl(() => ({ body: {} }), -503001));
      expect(await failure('downloadFile', JSON.stringify({ fileID: address }))).toEqual({
        errCode: -503001,
        errMsg: `cloud.downloadFile:fail Error: errCode: -503001  | errMsg: ${address}: denied`,
      });
      const error = { errCode: -503001, errMsg: 'storage permission denied' };
      lab.answer(withUrl(() => ({ status: 403, body: { error } })));
      expect(await failure('downloadFile', JSON.stringify({ fileID: address }))).toEqual({
        errCode: -503001,
        errMsg:
          'cloud.downloadFile:fail Error: errCode: -503001  | errMsg: storage permission denied',
      });
      lab.answer(withUrl(() => ({ body: 'content' })));
      expect(await outcome(`wx.cloud.downloadFile({ fileID: '${address}' })`)).toMatchObject({
        errMsg: 'cloud.downloadFile:ok',
        statusCode: 200,
      });
    });

    it('are out of reach without a network, downloads of a known address too', async () => {
      lab.answer(withUrl(() => ({ body: 'content' })));
      await outcome(`wx.cloud.downloadFile({ fileID: '${address}' })`);
      const filePath = await write();
      await phone.page.evaluate(`__workshop.updateSettings({ network: 'offline' })`);
      expect(await failure('downloadFile', JSON.stringify({ fileID: address }))).toMatchObject({
        errCode: -1,
      });
      expect(
        await failure('uploadFile', JSON.stringify({ cloudPath: 'a.txt', filePath })),
      ).toMatchObject({ errCode: -1 });
    });
  });

  it('fails by code when the reply of the cloud is no JSON', async () => {
    lab.answer(() => ({ body: undefined }));
    expect(await outcome(`wx.cloud.callFunction({ name: 'hello' })`)).toEqual({
      errCode: -1,
      errMsg:
        'cloud.callFunction:fail Error: errCode: -1  | errMsg: request:fail the reply is no JSON',
    });
  });

  describe('a watch that fails later', () => {
    let sockets: WebSocketServer;
    let socket: WebSocket;
    let bothWatches: Promise<{ id: string }[]>;

    beforeEach(() => {
      sockets = new WebSocketServer({ server: lab.server, path: '/local/client/watch' });
      bothWatches = new Promise((resolve) => {
        const received: { id: string }[] = [];
        sockets.on('connection', (connected) => {
          socket = connected;
          connected.on('message', (data: Buffer) => {
            received.push(JSON.parse(data.toString()) as { id: string });
            if (received.length === 2) resolve(received);
          });
        });
      });
    });
    afterEach(() => {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    });

    const watch = (name: string, onError: string) =>
      phone.page.evaluate(`wx.cloud.database().collection('${name}').watch({
        onChange: ({ docs }) => getApp().log.push('${name} ' + docs.length),
        onError: ({ errCode, errMsg }) => { getApp().log.push('${name} ' + errCode + ' ' + errMsg); ${onError} },
      }), undefined`);
    const send = (message: object) => socket.send(JSON.stringify(message));
    const snapshot = { id: 1, docs: [{ _id: 'a' }], docChanges: [] };

    it('tells its page, and the phone and the other watches go on', async () => {
      await watch('first', `throw new Error('a fault of the page')`);
      await watch('second', '');
      const [first, second] = await bothWatches;
      send({ type: 'error', id: first?.id, error: { errCode: -502001, errMsg: 'cannot divide' } });
      send({ type: 'snapshot', id: first?.id, snapshot });
      send({ type: 'error', error: { errCode: -501007, errMsg: 'of no watch' } });
      send({ type: 'snapshot', id: second?.id, snapshot });
      await phone.expectNote('second 1');
      expect((await phone.log()).filter((entry) => /^(first|second)/.test(entry))).toEqual([
        'first -502001 cannot divide',
        'second 1',
      ]);
      expect(phone.errors).toEqual(['a fault of the page', '[simulator] watch: of no watch']);
    });
  });
});
