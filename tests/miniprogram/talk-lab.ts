import type * as talkModule from '../../miniprogram/packages/chat/talk/talk';
import type { TalkPage } from '../../miniprogram/packages/chat/talk/page';
import type { Talk } from '../../miniprogram/packages/chat/talk/talk';
import { someMessage, someQuota } from './chat';
import { installPhone, ok } from './phone';
import type { Phone } from './phone';

export type Reply = ReturnType<typeof ok>;

// Live bindings: importing files always see the phone, page and talk of the running test.
export let phone: Phone;
export let page: jest.Mocked<TalkPage>;
export let talk: Talk;

export const lost = new Error('cloud.callFunction:fail request:fail timeout');

beforeEach(async () => {
  // Questions in flight are kept for the lifetime of the app: each test starts a fresh one.
  jest.resetModules();
  jest.useFakeTimers();
  for (const level of ['warn', 'info'] as const) jest.spyOn(console, level).mockReturnValue();
  phone = installPhone();
  phone.storage.set('chatSession', { sessionId: null });
  phone.answer('listMessages', ok({ messages: [], nextCursor: null }));
  openPage();
  await talk.open({ sessionId: null });
});

afterEach(() => {
  talk.close();
  jest.useRealTimers();
  jest.restoreAllMocks();
});

export function openPage(): void {
  page = {
    state: jest.fn(),
    draw: jest.fn(),
    redraw: jest.fn(),
    answering: jest.fn(),
    quota: jest.fn(),
    restoreText: jest.fn(),
    exhausted: jest.fn(),
    toast: jest.fn(),
  };
  const { createTalk } = jest.requireActual<typeof talkModule>(
    '../../miniprogram/packages/chat/talk/talk',
  );
  talk = createTalk(page);
}

export function answered(text: string, messageId = key()): Reply {
  return ok({
    sessionId: 's1',
    question: someMessage({ messageId }),
    answer: someMessage({ role: 'assistant', messageId, text, apUsed: 1 }),
    quota: someQuota({ used: 1, remaining: 99 }),
  });
}

/** The message id of the last question sent. */
export function key(): string {
  const sent = phone.calls.filter(({ data }) => data.action === 'send');
  return String(sent[sent.length - 1]?.data.data.messageId);
}

export function sent(): Record<string, unknown>[] {
  return phone.calls.filter(({ data }) => data.action === 'send').map(({ data }) => data.data);
}

export function push(more: object): void {
  phone.push('chat_messages', someMessage({ messageId: key() }), {
    ...someMessage({ messageId: key(), role: 'assistant', status: 'streaming', text: '' }),
    ...more,
  });
}

export async function settle(milliseconds = 0): Promise<void> {
  await jest.advanceTimersByTimeAsync(milliseconds);
}

/** Makes the next `send` wait; the returned function answers it. */
export function hold(): (reply: Reply | Error) => Promise<void> {
  let tell: (reply: Reply) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  phone.answer(
    'send',
    new Promise<Reply>((resolve, reject) => {
      tell = resolve;
      fail = reject;
    }),
  );
  return async (reply) => {
    if (reply instanceof Error) fail(reply);
    else tell(reply);
    await settle();
  };
}

export async function ask(text = '想画一只猫'): Promise<boolean> {
  const isTaken = talk.ask(text);
  await settle();
  return isTaken;
}

export const notes = () => talk.rows().map(({ text, note }) => `${text}|${note}`);
