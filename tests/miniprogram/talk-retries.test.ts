import { someMessage } from './chat';
import { ok, refused } from './phone';
import {
  answered,
  ask,
  hold,
  key,
  lost,
  notes,
  openPage,
  page,
  phone,
  push,
  sent,
  settle,
  talk,
} from './talk-lab';

describe('a question that another phone retries too', () => {
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

  it('is polled without the watch, and reports its failure too', async () => {
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

  it('is followed even when it is asked for the first time', async () => {
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

  it('is polled until the answer is there', async () => {
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

  it('is given up in the end, without a statement about AP', async () => {
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

  it('follows an answer that was requested before the app was restarted', async () => {
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

  it('reads at once when the row says that it has ended', async () => {
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

  it('stops watching while the page is hidden, and continues where the answer is', async () => {
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
