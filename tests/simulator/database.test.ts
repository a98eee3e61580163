import { WebSocketServer, type WebSocket } from 'ws';
import { outcomeOn, refuseAll, withPhone, type PhoneLab, type TestPhone } from './phone';

describe('wx.cloud.database()', () => {
  let lab: PhoneLab;
  let phone: TestPhone;

  withPhone((opened) => ({ lab, phone } = opened));

  const outcome = (call: string) => outcomeOn(phone, call);
  const refuse = (errCode: number, errMsg: string) => refuseAll(lab, errCode, errMsg);

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
  ])(
    'rejects %s with the code of the cloud when the permission of the collection refuses it',
    async (name, call) => {
      refuse(-502003, 'database permission denied | Permission denied');
      expect(await outcome(`wx.cloud.database().collection('notes').${call}`)).toEqual({
        errCode: -502003,
        errMsg: `${name}:fail -502003 database permission denied | Permission denied`,
      });
    },
  );

  it('supports callbacks, and refuses a write without data before any request', async () => {
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

  describe('a watch that fails after its start', () => {
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

    it('calls onError, while the phone and other watches go on', async () => {
      await watch('first', `throw new Error('a fault of the page')`);
      await watch('second', '');
      const [first, second] = await bothWatches;
      send({ type: 'error', id: first?.id, error: { errCode: -502001, errMsg: 'cannot divide' } });
      send({ type: 'snapshot', id: first?.id, snapshot });
      send({ type: 'error', error: { errCode: -501007, errMsg: 'of no watch' } });
      send({ type: 'snapshot', id: second?.id, snapshot });
      await phone.expectLog('second 1');
      expect((await phone.log()).filter((entry) => /^(first|second)/.test(entry))).toEqual([
        'first -502001 cannot divide',
        'second 1',
      ]);
      expect(phone.errors).toEqual(['a fault of the page', '[simulator] watch: of no watch']);
    });
  });
});
