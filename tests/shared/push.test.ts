import * as z from 'zod';
import { AppError } from '../../cloudfunctions/shared/error';
import { createPushReceiver, definePush } from '../../cloudfunctions/shared/push';
import type { PushHandlers } from '../../cloudfunctions/shared/push';

type OpenedEvent = { shop: string };

const delivered = { ErrCode: 0, ErrMsg: 'success' };

describe('createPushReceiver', () => {
  let lines: Record<string, unknown>[];
  const received: unknown[] = [];
  const handlers: PushHandlers<OpenedEvent> = {
    event: {
      wxa_media_check: (event, opened) => {
        received.push({ event, opened });
        return Promise.resolve(undefined);
      },
      xpay_goods_deliver_notify: () => Promise.resolve(delivered),
      shaped: definePush(z.object({ trace_id: z.string() }), (event) => {
        received.push(event);
        return Promise.resolve(undefined);
      }),
      broken: () => Promise.reject(new Error('the database is away')),
    },
    text: { '': () => Promise.resolve(undefined) },
  };
  const receive = createPushReceiver(handlers, () => ({ shop: 'open' }));

  beforeEach(() => {
    lines = [];
    received.length = 0;
    for (const level of ['info', 'warn', 'error'] as const) {
      jest.spyOn(console, level).mockImplementation((...[line]: unknown[]) => {
        lines.push(JSON.parse(String(line)) as Record<string, unknown>);
      });
    }
  });
  afterEach(() => jest.restoreAllMocks());

  it('gives an event to the handler of its type and name, and answers success', async () => {
    const event = { MsgType: 'event', Event: 'wxa_media_check', trace_id: 'trace_1' };

    expect(await receive(event)).toBe('success');
    expect(received).toEqual([{ event, opened: { shop: 'open' } }]);
    expect(lines).toMatchObject([{ event: 'event/wxa_media_check', outcome: 'handled' }]);
  });

  it('answers with what the handler answers', async () => {
    const event = { MsgType: 'event', Event: 'xpay_goods_deliver_notify' };

    expect(await receive(event)).toEqual(delivered);
  });

  it('takes a message that has no event name', async () => {
    expect(await receive({ MsgType: 'text', Content: 'hello' })).toBe('success');
    expect(lines).toMatchObject([{ event: 'text/', outcome: 'handled' }]);
  });

  it.each([
    ['an event', { MsgType: 'event', Event: 'subscribe_msg_popup_event' }],
    ['a type', { MsgType: 'image' }],
    ['an inherited name', { MsgType: 'constructor', Event: 'toString' }],
    ['an inherited event', { MsgType: 'event', Event: 'constructor' }],
  ])('answers success to %s without a handler, and counts it', async (_what, message) => {
    expect(await receive(message)).toBe('success');
    expect(received).toEqual([]);
    expect(lines).toMatchObject([{ level: 'warn', message: 'push', outcome: 'unknown' }]);
  });

  it('does not answer success when the handler fails, so that WeChat repeats the event', async () => {
    const answer = await receive({ MsgType: 'event', Event: 'broken' });

    expect(answer).toMatchObject({ code: 500, error: 'INTERNAL' });
    expect(lines).toMatchObject([
      { level: 'error', event: 'event/broken', cause: 'Error: the database is away' },
    ]);
  });

  it.each([
    ['is no message', { action: 'adjust', data: {} }],
    ['is nothing', undefined],
    ['lacks a field of its event', { MsgType: 'event', Event: 'shaped', trace_id: 5 }],
  ])(
    'answers success to a push that %s, and logs an error: it would be repeated in vain',
    async (_what, message) => {
      expect(await receive(message)).toBe('success');
      expect(received).toEqual([]);
      expect(lines).toMatchObject([{ level: 'error', message: 'push', outcome: 'malformed' }]);
    },
  );

  it('gives an event in its shape to a handler that has declared it', async () => {
    expect(await receive({ MsgType: 'event', Event: 'shaped', trace_id: 'x', more: 1 })).toBe(
      'success',
    );
    expect(received).toEqual([{ trace_id: 'x' }]);
  });

  it('does nothing for a caller that the platform refuses', async () => {
    const closed = createPushReceiver(handlers, (): OpenedEvent => {
      throw new AppError('FORBIDDEN');
    });

    expect(await closed({ MsgType: 'event', Event: 'wxa_media_check' })).toMatchObject({
      code: 403,
      error: 'FORBIDDEN',
    });
    expect(received).toEqual([]);
  });
});
