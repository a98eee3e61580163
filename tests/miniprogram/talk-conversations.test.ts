import type * as chatModule from '../../miniprogram/packages/chat/service';
import { someMessage, someQuota } from './chat';
import { ok, refused } from './phone';
import { answered, ask, hold, key, notes, page, phone, settle, talk } from './talk-lab';

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

  it('is read upwards page by page, around a row that keeps its place', async () => {
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

  it('scrolls to its end with the next question', async () => {
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
