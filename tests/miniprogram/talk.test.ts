import type * as chatModule from '../../miniprogram/packages/chat/service';
import type * as talkModule from '../../miniprogram/packages/chat/talk/talk';
import type { TalkPage } from '../../miniprogram/packages/chat/talk/page';
import type { Talk } from '../../miniprogram/packages/chat/talk/talk';
import { someMessage, someQuota } from './chat';
import { installPhone, ok, refused } from './phone';
import type { Phone } from './phone';

type Reply = ReturnType<typeof ok>;

let phone: Phone;
let page: jest.Mocked<TalkPage>;
let talk: Talk;

const lost = new Error('cloud.callFunction:fail request:fail timeout');

beforeEach(async () => {
  // Questions in flight live as long as the app: each test starts it anew.
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

function openPage(): void {
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

function answered(text: string, messageId = key()): Reply {
  return ok({
    sessionId: 's1',
    question: someMessage({ messageId }),
    answer: someMessage({ role: 'assistant', messageId, text, apUsed: 1 }),
    quota: someQuota({ used: 1, remaining: 99 }),
  });
}

/** The key of the question that was sent last. */
function key(): string {
  const sent = phone.calls.filter(({ data }) => data.action === 'send');
  return String(sent[sent.length - 1]?.data.data.messageId);
}

function sent(): Record<string, unknown>[] {
  return phone.calls.filter(({ data }) => data.action === 'send').map(({ data }) => data.data);
}

function push(more: object): void {
  phone.push('chat_messages', someMessage({ messageId: key() }), {
    ...someMessage({ messageId: key(), role: 'assistant', status: 'streaming', text: '' }),
    ...more,
  });
}

async function settle(milliseconds = 0): Promise<void> {
  await jest.advanceTimersByTimeAsync(milliseconds);
}

/** Answers the next `send` on request. */
function hold(): (reply: Reply | Error) => Promise<void> {
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

async function ask(text = '想画一只猫'): Promise<boolean> {
  const isTaken = talk.ask(text);
  await settle();
  return isTaken;
}

const notes = () => talk.rows().map(({ text, note }) => `${text}|${note}`);

describe('asking', () => {
  it('shows the question at once, and the answer with what it cost', async () => {
    const reply = hold();
    await ask();

    expect(talk.rows()).toMatchObject([
      { isMine: true, text: '想画一只猫' },
      { isMine: false, isWaiting: true },
    ]);
    expect(page.answering).toHaveBeenLastCalledWith(true);
    await reply(answered('它没在看你的时候'));

    expect(notes()).toEqual(['想画一只猫|', '它没在看你的时候|本次 1 AP']);
    expect(page.answering).toHaveBeenLastCalledWith(false);
    expect(page.quota).toHaveBeenCalledWith(expect.objectContaining({ used: 1 }));
    expect(phone.storage.get('chatSession')).toEqual({ sessionId: 's1' });
  });

  it('takes a double tap once', async () => {
    hold();
    const first = talk.ask('想画一只猫');
    const second = talk.ask('想画一只猫');
    await settle();

    expect([first, second]).toEqual([true, false]);
    expect(sent()).toHaveLength(1);
  });

  it('goes on in the same conversation', async () => {
    const first = hold();
    await ask();
    await first(answered('好'));
    hold();
    await ask('换成狗');

    expect(sent().map(({ sessionId, text }) => [sessionId, text])).toEqual([
      [undefined, '想画一只猫'],
      ['s1', '换成狗'],
    ]);
  });

  it('lets the answer grow, not faster than a page may change', async () => {
    const reply = hold();
    await ask();
    page.redraw.mockClear();
    for (let length = 1; length <= 20; length += 1) {
      push({ text: '猫'.repeat(length) });
      await settle(100);
    }

    expect(page.redraw.mock.calls.length).toBeGreaterThan(3);
    expect(page.redraw.mock.calls.length).toBeLessThanOrEqual(6);
    await settle(400);
    expect(talk.rows()[1]?.text).toBe('猫'.repeat(20));
    await reply(answered('猫'.repeat(20)));
    expect(phone.watches).toMatchObject([{ isClosed: true }]);
  });

  it('does not draw what has not changed', async () => {
    hold();
    await ask();
    push({ text: '猫' });
    await settle(400);
    page.redraw.mockClear();

    push({ text: '猫', updatedAt: 'later' });
    await settle(400);

    expect(page.redraw).not.toHaveBeenCalled();
  });

  it('works without the watch', async () => {
    const reply = hold();
    await ask();
    phone.watches[0]?.onError(new Error('watch lost'));
    await reply(answered('没有看着它长大'));

    expect(notes()[1]).toBe('没有看着它长大|本次 1 AP');
    expect(page.toast).not.toHaveBeenCalled();
  });

  it('grows by what is read while the watch is refused', async () => {
    const reply = hold();
    await ask();
    phone.answer('listSessions', ok({ sessions: [{ sessionId: 's1' }], nextCursor: null }));
    phone.answer(
      'listMessages',
      ok({
        messages: [
          someMessage({
            ...{ role: 'assistant', messageId: key(), status: 'streaming', text: '没有看着' },
          }),
        ],
        nextCursor: null,
      }),
    );
    phone.watches[0]?.onError(new Error('refused'));
    await settle(1400);

    expect(talk.rows()[1]?.text).toBe('没有看着');
    await reply(answered('没有看着它长大'));
    expect(notes()[1]).toBe('没有看着它长大|本次 1 AP');
  });

  it('remembers the conversation as soon as its answer grows', async () => {
    hold();
    await ask();
    push({ text: '猫', sessionId: 's9' });
    await settle();

    expect(phone.storage.get('chatSession')).toEqual({ sessionId: 's9' });
  });
});

describe('a question that is not answered', () => {
  it('may be asked again with the same key', async () => {
    const first = hold();
    await ask();
    await first(refused('ANSWER_FAILED', 502, '没有回答成功，未扣 AP'));
    expect(talk.rows()[1]).toMatchObject({ text: '没有回答成功，未扣 AP', next: 'retry' });

    const second = hold();
    talk.retry(key());
    await settle();
    expect(talk.rows()[1]).toMatchObject({ isWaiting: true });
    await second(answered('这次好了'));

    expect(notes()).toEqual(['想画一只猫|', '这次好了|本次 1 AP']);
    expect(sent()[0]).toEqual(sent()[1]);
  });

  it('says that no AP were charged, whatever failed', async () => {
    const reply = hold();
    await ask();
    await reply(refused('CHAT_NOT_CONFIGURED', 503, '聊天服务维护中，请稍后再来'));

    expect(talk.rows()[1]?.text).toBe('聊天服务维护中，请稍后再来\n未扣 AP');
  });

  it('drops the text of a refused answer', async () => {
    const reply = hold();
    await ask();
    push({ text: '不该说的' });
    await settle();
    await reply(refused('ANSWER_REFUSED', 400, '这个回答未通过审核，未扣 AP，请换个说法'));

    expect(talk.rows()[1]).toMatchObject({
      text: '这个回答未通过审核，已收回\n未扣 AP，请换个说法',
      next: '',
    });
  });

  it('erases what was shown as soon as it is refused in the middle', async () => {
    hold();
    await ask();
    push({ text: '不该说的' });
    await settle();
    push({ status: 'refused', text: '' });
    await settle(400);

    expect(talk.rows()[1]?.text).not.toContain('不该说的');
  });

  it('gives refused words back to be changed', async () => {
    const reply = hold();
    await ask('不能说的话');
    await reply(refused('CONTENT_REFUSED', 400, '描述里有不能生成的内容，请换个说法'));
    expect(talk.rows()[1]).toMatchObject({ next: 'edit', note: '没有发出，未扣 AP' });

    talk.takeBack(key());

    expect(page.restoreText).toHaveBeenCalledWith('不能说的话');
    expect(talk.rows()).toEqual([]);
  });

  it('puts the words back when the AP are used up', async () => {
    const reply = hold();
    await ask();
    await reply(refused('QUOTA_EXCEEDED', 429, '现在不行'));

    expect(page.restoreText).toHaveBeenCalledWith('想画一只猫');
    expect(talk.rows()).toEqual([]);
    expect(page.exhausted).toHaveBeenCalledTimes(1);
  });

  it('keeps the text without a network', async () => {
    phone.network = 'none';
    await ask();

    expect(page.restoreText).toHaveBeenCalledWith('想画一只猫');
    expect(page.toast).toHaveBeenCalledWith('没有网络，内容已保留');
    expect(sent()).toEqual([]);
  });

  it('keeps a question in its place that cannot be asked again', async () => {
    const first = hold();
    await ask();
    await first(refused('ANSWER_FAILED', 502, '没有回答成功，未扣 AP'));
    const second = hold();
    talk.retry(key());
    await settle();
    await second(refused('QUOTA_EXCEEDED', 429, '本月 AP 已用完'));

    expect(page.exhausted).toHaveBeenCalledTimes(1);
    expect(page.restoreText).not.toHaveBeenCalled();
    expect(talk.rows()[1]).toMatchObject({ next: 'retry' });
  });

  it('disables the page when the chat is switched off', async () => {
    const reply = hold();
    await ask();
    await reply(refused('FEATURE_OFF', 503, '聊天暂未开放，请稍后再来'));

    expect(page.state).toHaveBeenLastCalledWith('off');
    expect(phone.storage.get('offersChat')).toBe(false);
  });

  it('begins anew in a conversation that is gone', async () => {
    const first = hold();
    await ask();
    await first(answered('好'));
    const second = hold();
    await ask('换成狗');
    await second(refused('NOT_FOUND', 404, '内容不存在或已删除'));

    expect(page.restoreText).toHaveBeenCalledWith('换成狗');
    expect(phone.storage.get('chatSession')).toEqual({ sessionId: null });
    expect(talk.rows()).toEqual([]);
  });
});

describe('a question that another phone asks as well', () => {
  const underWay = refused('ANSWER_UNDER_WAY', 409, '上一条还在回答，请稍等');
  const listed = (more: object) =>
    ok({
      messages: [
        someMessage({ role: 'assistant', messageId: key(), ...more }),
        someMessage({ messageId: key() }),
      ],
      nextCursor: null,
    });

  async function askTwice(): Promise<void> {
    const first = hold();
    await ask();
    push({ text: '', sessionId: 's1' });
    await settle();
    await first(refused('ANSWER_FAILED', 502, '没有回答成功，未扣 AP'));
    const again = hold();
    talk.retry(key());
    await settle();
    await again(underWay);
  }

  it('is followed to its end, without a word about AP until then', async () => {
    await askTwice();
    expect(talk.rows()[1]).toMatchObject({ isWaiting: true, isProblem: false, next: '' });
    expect(page.answering).toHaveBeenLastCalledWith(true);
    push({ text: '猫', sessionId: 's1' });
    await settle(400);
    expect(talk.rows()[1]).toMatchObject({ text: '猫', note: '', next: '' });

    phone.answer('listMessages', listed({ text: '猫猫', apUsed: 1 }));
    await settle(3000);

    expect(notes()[1]).toBe('猫猫|本次 1 AP');
    expect(page.answering).toHaveBeenLastCalledWith(false);
    expect(page.quota).toHaveBeenLastCalledWith(null);
    expect(page.restoreText).not.toHaveBeenCalled();
    expect(page.toast).not.toHaveBeenCalled();
  });

  it('is looked for without the watch as well, and says when it failed there too', async () => {
    await askTwice();
    phone.watches[phone.watches.length - 1]?.onError(new Error('watch lost'));
    phone.answer(
      'listMessages',
      listed({ status: 'streaming', text: '猫' }),
      listed({ status: 'failed', text: '' }),
    );
    await settle(6000);

    expect(talk.rows()[1]).toMatchObject({ text: '没有回答成功，未扣 AP', next: 'retry' });
  });

  it('may be stopped here', async () => {
    await askTwice();
    phone.answer('stop', ok({ messageId: key(), isStopped: true }));
    await talk.stop();

    expect(phone.actions().filter((action) => action === 'stop')).toHaveLength(1);
  });

  it('is followed also when it is asked for the first time', async () => {
    const reply = hold();
    await ask();
    await reply(underWay);
    phone.answer('listSessions', ok({ sessions: [{ sessionId: 's1' }], nextCursor: null }));
    phone.answer('listMessages', listed({ text: '猫猫', apUsed: 1 }));
    expect(page.restoreText).not.toHaveBeenCalled();
    await settle(3000);

    expect(notes()).toEqual(['想画一只猫|', '猫猫|本次 1 AP']);
  });
});

describe('a reply that is lost', () => {
  const listed = (more: object) =>
    ok({
      messages: [
        someMessage({ role: 'assistant', messageId: key(), ...more }),
        someMessage({ messageId: key() }),
      ],
      nextCursor: null,
    });

  it('is looked for until the answer is there', async () => {
    const reply = hold();
    await ask();
    push({ text: '猫', sessionId: 's1' });
    await settle();
    await reply(lost);
    phone.answer(
      'listMessages',
      listed({ status: 'streaming', text: '猫' }),
      listed({ text: '猫猫', apUsed: 1 }),
    );

    await settle(3000);
    expect(page.answering).toHaveBeenLastCalledWith(true);
    await settle(3000);

    expect(notes()[1]).toBe('猫猫|本次 1 AP');
    expect(page.quota).toHaveBeenLastCalledWith(null);
    expect(sent()).toHaveLength(1);
  });

  it('is looked for in the newest conversation when nothing else is known', async () => {
    const reply = hold();
    await ask();
    await reply(lost);
    phone.answer('listSessions', ok({ sessions: [{ sessionId: 's5' }], nextCursor: null }));
    phone.answer('listMessages', listed({ text: '找到了', apUsed: 1, sessionId: 's5' }));
    await settle(3000);

    expect(notes()[1]).toBe('找到了|本次 1 AP');
  });

  it('is given up in the end, without a word about AP that nobody knows', async () => {
    const reply = hold();
    await ask();
    await reply(lost);
    phone.answer('listSessions', ok({ sessions: [], nextCursor: null }));
    await settle(100_000);

    expect(talk.rows()[1]).toMatchObject({
      text: '网络断了，没有等到回答\n重试不会重复扣 AP',
      next: 'retry',
    });
  });
});

describe('coming back', () => {
  it('finds the answer of a question that was asked before leaving', async () => {
    const reply = hold();
    await ask();
    talk.close();
    openPage();
    await talk.open({ sessionId: null });
    expect(talk.rows()[1]).toMatchObject({ isWaiting: true });

    await reply(answered('一直在等'));

    expect(notes()[1]).toBe('一直在等|本次 1 AP');
    expect(sent()).toHaveLength(1);
  });

  it('follows an answer that another launch of the app asked for', async () => {
    const growing = [
      someMessage({ role: 'assistant', status: 'streaming', text: '猫' }),
      someMessage(),
    ];
    phone.answer(
      'listMessages',
      ok({ messages: growing, nextCursor: null }),
      ok({
        messages: [someMessage({ role: 'assistant', text: '猫猫', apUsed: 1 }), someMessage()],
        nextCursor: null,
      }),
    );
    await talk.open({ sessionId: 's1' });
    expect(page.answering).toHaveBeenLastCalledWith(true);
    expect(phone.watches).toMatchObject([{ query: { messageId: 'm1' } }]);
    await settle(3000);

    expect(notes()).toEqual(['想画一只猫|', '猫猫|本次 1 AP']);
  });

  it('does not wait to look when the row says that it has ended', async () => {
    const growing = [
      someMessage({ role: 'assistant', status: 'streaming', text: '猫' }),
      someMessage(),
    ];
    const ended = [someMessage({ role: 'assistant', text: '猫猫', apUsed: 1 }), someMessage()];
    phone.answer(
      'listMessages',
      ok({ messages: growing, nextCursor: null }),
      ok({ messages: ended, nextCursor: null }),
    );
    await talk.open({ sessionId: 's1' });
    phone.push('chat_messages', someMessage({ role: 'assistant', text: '猫猫', apUsed: 1 }));
    await settle(10);

    expect(notes()[1]).toBe('猫猫|本次 1 AP');
    expect(page.answering).toHaveBeenLastCalledWith(false);
  });

  it('finds the question again whose conversation got a name meanwhile', async () => {
    const reply = hold();
    await ask();
    push({ text: '猫', sessionId: 's9' });
    await settle();
    const growing = { messageId: key(), role: 'assistant', status: 'streaming' } as const;
    const listed = [someMessage(growing), someMessage({ messageId: key() })];
    phone.answer('listMessages', ok({ messages: listed, nextCursor: null }));
    talk.close();
    openPage();
    await talk.open({ sessionId: 's9' });

    await reply(answered('猫猫'));

    expect(notes()[1]).toBe('猫猫|本次 1 AP');
  });

  it('stops watching while the page is hidden, and goes on where the answer is', async () => {
    const reply = hold();
    await ask();
    talk.pause();
    expect(phone.watches).toMatchObject([{ isClosed: true }]);
    await reply(answered('在后台说完了'));
    expect(talk.rows()[1]).toMatchObject({ isWaiting: true });

    talk.resume();
    await settle();

    expect(notes()[1]).toBe('在后台说完了|本次 1 AP');
  });

  it('opens the newest conversation on a phone that has none', async () => {
    phone.answer('listSessions', ok({ sessions: [{ sessionId: 's7' }], nextCursor: null }));
    phone.answer('listMessages', ok({ messages: [someMessage()], nextCursor: null }));
    await talk.open(null);

    expect(talk.sessionId()).toBe('s7');
    expect(talk.rows()).toHaveLength(1);
  });

  it('starts a new one when the session is gone', async () => {
    phone.answer('listMessages', refused('NOT_FOUND', 404, '内容不存在或已删除'));
    await talk.open({ sessionId: 's1' });

    expect(page.state).toHaveBeenLastCalledWith('ready');
    expect(talk.sessionId()).toBeNull();
  });

  it('says that it could not be read', async () => {
    phone.answer('listMessages', refused('BUSY', 503, '同时进行的操作太多，请稍后再试'));
    await talk.open({ sessionId: 's1' });

    expect(page.state).toHaveBeenLastCalledWith('failed', '同时进行的操作太多，请稍后再试');
  });
});

describe('stopping', () => {
  it('keeps what is there, and says what it cost', async () => {
    const reply = hold();
    await ask();
    phone.answer('stop', ok({ messageId: key(), isStopped: true }));
    await talk.stop();
    const stopped = someMessage({
      role: 'assistant',
      messageId: key(),
      status: 'stopped',
      text: '半句',
      apUsed: 1,
    });
    await reply(
      ok({
        sessionId: 's1',
        question: someMessage({ messageId: key() }),
        answer: stopped,
        quota: someQuota(),
      }),
    );

    expect(notes()[1]).toBe('半句|已停止 · 本次 1 AP');
  });

  it('tries again while the answer has not begun', async () => {
    hold();
    await ask();
    const early = refused('NOT_FOUND', 404, '内容不存在或已删除');
    phone.answer('stop', early, early, ok({ messageId: key(), isStopped: true }));
    const stopped = talk.stop();
    await settle(2000);
    await stopped;

    expect(phone.actions().filter((action) => action === 'stop')).toHaveLength(3);
    expect(page.toast).not.toHaveBeenCalled();
  });
});

describe('a long conversation', () => {
  const message = (index: number) => someMessage({ messageId: `m${index}`, text: `${index}` });
  const listed = (from: number, nextCursor: string | null) =>
    ok({ messages: Array.from({ length: 20 }, (_, index) => message(from - index)), nextCursor });

  it('is read upwards page by page, around the row that stands still', async () => {
    phone.answer('listMessages', listed(60, 'b'), listed(40, 'c'), listed(20, null));
    await talk.open({ sessionId: 's1' });
    await talk.older();
    expect(page.draw).toHaveBeenLastCalledWith('user-m41');
    expect(talk.rows()).toHaveLength(40);

    await talk.older();
    expect(talk.rows()[0]?.text).toBe('1');
    expect(talk.rows()).toHaveLength(40);
    expect(talk.isAtEnd()).toBe(false);
    await talk.older();

    talk.newer();
    expect(page.draw).toHaveBeenLastCalledWith('user-m40');
    expect(talk.isAtEnd()).toBe(true);
    const cursors = phone.calls.map(({ data }) => data.data.cursor).filter(Boolean);
    expect(cursors).toEqual(['b', 'c']);
  });

  it('comes back to its end with the next question', async () => {
    phone.answer('listMessages', listed(60, 'b'), listed(40, 'c'), listed(20, null));
    await talk.open({ sessionId: 's1' });
    await talk.older();
    await talk.older();
    hold();
    await ask('回到这里');

    expect(talk.rows()).toHaveLength(40);
    expect(talk.rows()[38]?.text).toBe('回到这里');
    expect(page.draw).toHaveBeenLastCalledWith('');
  });
});

describe('two questions of two conversations', () => {
  it('keeps the answer of the one that was left', async () => {
    const { findSessionQuestion } = jest.requireActual<typeof chatModule>(
      '../../miniprogram/packages/chat/service',
    );
    const reply = hold();
    await ask();
    await talk.open({ sessionId: 's2' });
    expect(talk.rows()).toEqual([]);
    expect(findSessionQuestion(null)?.text).toBe('想画一只猫');

    await reply(answered('给前一段的'));

    expect(talk.rows()).toEqual([]);
    expect(findSessionQuestion(null)).toBeNull();
  });
});
