import { someMessage } from './chat';
import { ok, refused } from './phone';
import { answered, ask, hold, key, notes, page, phone, push, sent, settle, talk } from './talk-lab';

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

  it('continues in the same conversation', async () => {
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

  it('erases the text as soon as the answer is refused in the middle', async () => {
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

  it('keeps a question in its place that cannot be retried', async () => {
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

  it('starts again in a conversation that is gone', async () => {
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
