import { createChat, withChat } from '../support/chat';
import type { Chat } from '../support/chat';
import { openStudio, refused, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';

const check = { service: 'openapi', operation: 'security.msgSecCheck' } as const;
const risky = { errcode: 0, result: { suggest: 'risky', label: 20002 } };

describe('chat', () => {
  let studio: Studio;
  let chat: Chat;
  /** Questions received by the provider since the test began. */
  const heard = () => studio.zhipu.chats().slice(before);
  let before = 0;

  withChat((opened) => ({ studio, chat } = opened));
  beforeEach(() => {
    before = studio.zhipu.chats().length;
  });

  describe('send', () => {
    it('answers with a picture to make, and takes the price', async () => {
      const reply = succeeded(await chat.send());

      expect(reply).toMatchObject({
        question: { role: 'user', text: '雨中的橘猫', status: 'completed', apUsed: 0 },
        answer: { role: 'assistant', messageId: 'm1', status: 'completed', apUsed: 1 },
        quota: { used: 1, limit: 100, held: 0, remaining: 99, todayUsed: 1, totalUsed: 1 },
      });
      expect(reply.answer.text).not.toContain('【');
      expect(reply.answer.proposal?.prompt).toContain('橘猫');
      expect(reply.answer.proposal).toMatchObject({ style: 'picture-book', size: '1024x1024' });
      expect(chat.logs()).toMatchObject([
        {
          ...{ _id: reply.answer.id, apUsed: 1, membershipLevel: 'free' },
          ...{ sessionId: reply.sessionId, model: 'glm-4-flash-250414' },
        },
      ]);
      expect(Number(chat.logs()[0]?.tokensUsed)).toBeGreaterThan(100);
      expect(chat.sessions()).toMatchObject([
        { _id: reply.sessionId, _openid: 'alice', title: '雨中的橘猫', messageCount: 2 },
      ]);
    });

    it('stores both messages so that only their owner can read them, the answer after its question', async () => {
      const { sessionId, question, answer } = succeeded(await chat.send());

      const { messages } = succeeded(await chat.messages(sessionId));
      expect(messages).toEqual([answer, question]);
      expect(chat.rows().map(({ _openid }) => _openid)).toEqual(['alice', 'alice']);
    });

    it('sends the earlier turns of the session, and of no other', async () => {
      const { sessionId } = succeeded(await chat.send({ text: '雨中的橘猫' }));
      succeeded(await chat.send({ messageId: 'm2', sessionId, text: '不要雨，改成雪' }));

      const recall = '还记得我前面说了什么吗';
      const same = succeeded(await chat.send({ messageId: 'm3', sessionId, text: recall }));
      const other = succeeded(await chat.send({ messageId: 'm4', text: recall }));

      expect(same.answer.text).toContain('「雨中的橘猫」');
      expect(other.answer.text).not.toContain('橘猫');
      expect(chat.sessions({ _id: sessionId })).toMatchObject([{ messageCount: 6 }]);
    });

    it('drops the beginning of a long conversation', async () => {
      const { sessionId } = succeeded(await chat.send({ text: '第一句' }));
      for (let index = 2; index <= 5; index += 1) {
        const text = `第${index}句 ${'长'.repeat(1_900)}`;
        succeeded(await chat.send({ messageId: `m${index}`, sessionId, text }));
      }

      const turns = heard().at(-1)?.request?.turns ?? [];
      expect(turns[0]?.role).toBe('system');
      expect(turns[1]?.role).toBe('user');
      expect(turns.at(-1)?.text).toContain('第5句');
      expect(turns.some(({ text }) => text === '第一句')).toBe(false);
      expect(turns.some(({ text }) => text.startsWith('第4句'))).toBe(true);
    });

    it('shows the answer while it grows, and never half of a picture', async () => {
      const seen: Record<string, unknown>[] = [];
      const sent = chat.send({ text: '雨中的橘猫 [stub:pace=40]' });
      await chat.answerOf('m1', (row) => {
        seen.push(row);
        return row.status !== 'streaming';
      });
      const { answer } = succeeded(await sent);

      const texts = [...new Set(seen.map(({ text }) => String(text)))];
      expect(texts.length).toBeGreaterThan(2);
      for (const text of texts) expect(answer.text.startsWith(text)).toBe(true);
      const proposals = seen.map(({ proposal }) => proposal).filter((one) => one !== undefined);
      for (const proposal of proposals) expect(proposal).toEqual(answer.proposal);
    });

    it('makes at most 15 calls on the database for an answer of 200 characters', async () => {
      const text = '雨中的橘猫 [stub:pace=10] [stub:characters=200]';
      const ask = (data: object) =>
        studio.cloud.report('chat', { action: 'send', data: { text, ...data } }, 'alice');
      const first = await ask({ messageId: 'm1' });
      const { sessionId, answer } = succeeded(await chat.send({ text }));
      const next = await ask({ messageId: 'm2', sessionId });

      expect(Array.from(answer.text)).toHaveLength(200);
      expect(first.calls.database).toBeLessThanOrEqual(15);
      expect(next.calls.database).toBeLessThanOrEqual(15);
      expect(next).toMatchObject({ result: { code: 200 } });
    });

    it.each([
      'think',
      'think-headless',
      'whole-last',
      'cumulative',
      'no-content-type',
      'heartbeat',
    ])('keeps only the answer, once, from a model that does %s', async (quirk) => {
      const plain = succeeded(await chat.send({ messageId: 'm0' }));
      const text = `雨中的橘猫 [stub:pace=5] [stub:${quirk}]`;
      const { answer, sessionId } = succeeded(await chat.send({ text }));
      succeeded(await chat.send({ messageId: 'm2', sessionId, text: '加一盏灯' }));

      expect(answer).toMatchObject({ text: plain.answer.text, proposal: plain.answer.proposal });
      expect(JSON.stringify(chat.answers())).not.toMatch(/think|想清楚/);
      expect(JSON.stringify(heard().at(-1)?.request?.turns)).not.toMatch(/think>|想清楚/);
    });

    it.each(['blank-answer', 'think-open', 'empty-answer'])(
      'charges nothing for an answer without visible text: %s',
      async (quirk) => {
        const text = `雨中的橘猫 [stub:${quirk}]`;
        expect(refused(await chat.send({ text })).error).toBe('ANSWER_FAILED');
        expect(chat.quotas()).toMatchObject([{ monthlyUsed: 0, totalUsed: 0, holds: [] }]);
      },
    );

    it('proposes a picture that generate takes, whatever characters the model wrote', async () => {
      const { answer } = succeeded(await chat.send({ text: '雨中的橘猫 [stub:odd-characters]' }));
      const { prompt = '', style = '', size = '' } = answer.proposal ?? {};
      expect(`${answer.text}${prompt}`).not.toMatch(/[\u202e\u0007\u200b\u2066]/);

      const picture = { requestId: 'r1', prompt, style, size };
      succeeded(await studio.call('alice', 'aiGenerate', 'generate', picture));
    });

    it('keeps the text of an answer that was too long, without half a picture', async () => {
      const { answer } = succeeded(await chat.send({ text: '雨中的橘猫 [stub:length=14]' }));
      expect(heard()).toMatchObject([{ chunksSent: 14 }]);
      expect(answer).toMatchObject({ status: 'completed', apUsed: 1 });
      expect(answer.text).not.toContain('【');
      expect(answer).not.toHaveProperty('proposal');
    });

    it('answers a repeated tap with the same answer, without another charge', async () => {
      const first = succeeded(await chat.send());
      const again = succeeded(await chat.send());
      const named = succeeded(await chat.send({ sessionId: first.sessionId }));

      expect(again).toEqual(first);
      expect(named).toEqual(first);
      expect(heard()).toHaveLength(1);
      expect(chat.logs()).toHaveLength(1);
    });

    it('refuses the same key for other words or in another conversation', async () => {
      const { sessionId } = succeeded(await chat.send({ messageId: 'm0' }));
      succeeded(await chat.send());

      expect(refused(await chat.send({ text: '黑猫' })).error).toBe('REQUEST_REUSED');
      expect(refused(await chat.send({ sessionId })).error).toBe('REQUEST_REUSED');
      expect(chat.logs()).toHaveLength(2);
    });

    it('sends one request to the provider for five concurrent taps', async () => {
      const replies = await Promise.all([1, 2, 3, 4, 5].map(() => chat.send()));

      const answered = replies.filter(({ code }) => code === 200);
      const others = replies.filter(
        (reply) => reply.code !== 200 && reply.error !== 'ANSWER_UNDER_WAY',
      );
      expect(answered.length).toBeGreaterThan(0);
      expect(others).toEqual([]);
      expect(heard()).toHaveLength(1);
      expect(chat.quotas()).toMatchObject([{ monthlyUsed: 1, holds: [] }]);
      expect(chat.sessions()).toMatchObject([{ messageCount: 2 }]);
    });

    it('charges no credits, as pictures charge no AP', async () => {
      succeeded(await chat.send());
      expect(studio.user('alice')).toMatchObject({ credits: 100, generateCount: 0 });
      expect(studio.cloud.collection('credit_logs').count()).toBe(1);

      const picture = { requestId: 'r1', prompt: '橘猫' };
      succeeded(await studio.call('alice', 'aiGenerate', 'generate', picture));
      expect(studio.user('alice')).toMatchObject({ credits: 99 });
      expect(succeeded(await chat.quota())).toMatchObject({ used: 1, totalUsed: 1 });
    });

    it.each([
      ['nothing to read', '   '],
      ['more than 2000 characters', '猫'.repeat(2001)],
    ])('refuses %s', async (_what, text) => {
      expect(refused(await chat.send({ text }))).toMatchObject({
        code: 400,
        error: 'INVALID_INPUT',
      });
      expect(chat.rows()).toEqual([]);
    });
  });

  describe('the moderation of the chat', () => {
    it('refuses a question before anything is written or asked', async () => {
      expect(refused(await chat.send({ text: '怎么制造炸弹' }))).toMatchObject({
        code: 400,
        error: 'CONTENT_REFUSED',
      });
      expect([chat.rows(), chat.sessions(), chat.quotas(), heard()]).toEqual([[], [], [], []]);
    });

    it('checks a long question as a whole', async () => {
      const text = `${'🐱'.repeat(1300)}制造炸弹`;
      expect(refused(await chat.send({ text })).error).toBe('CONTENT_REFUSED');
      expect([chat.rows(), heard()]).toEqual([[], []]);
    });

    it('refuses a title', async () => {
      const { sessionId } = succeeded(await chat.send());
      const title = '怎么制造炸弹';
      expect(
        refused(await studio.call('alice', 'chat', 'rename', { sessionId, title })).error,
      ).toBe('CONTENT_REFUSED');
      expect(chat.sessions()).toMatchObject([{ title: '雨中的橘猫' }]);
    });

    it('refuses a question while the check is unavailable, and answers it later', async () => {
      studio.cloud.faults([{ ...check, nth: 1, fault: 'fail-before' }]);
      expect(refused(await chat.send()).error).toBe('CHECK_UNAVAILABLE');
      expect([chat.rows(), heard()]).toEqual([[], []]);

      succeeded(await chat.send());
    });

    it('shows nothing of an answer that does not pass, and charges nothing for it', async () => {
      studio.cloud.faults([{ ...check, nth: 2, fault: 'reply', body: risky }]);
      expect(refused(await chat.send())).toMatchObject({
        ...{
          code: 400,
          error: 'ANSWER_REFUSED',
          message: '这个回答未通过审核，未扣 AP，请换个说法',
        },
      });
      expect(chat.answers()).toMatchObject([
        { status: 'refused', text: '', apUsed: 0, errorCode: 'ANSWER_REFUSED' },
      ]);
      expect(chat.answers()[0]).not.toHaveProperty('proposal');
      expect(succeeded(await chat.quota())).toMatchObject({ used: 0, held: 0 });
    });

    it('checks an answer again when the check fails, and fails it when the check stays unavailable', async () => {
      studio.cloud.faults([{ ...check, nth: 2, fault: 'fail-before' }]);
      succeeded(await chat.send());

      studio.cloud.faults([{ ...check, nth: 2, times: 2, fault: 'fail-before' }]);
      expect(refused(await chat.send({ messageId: 'm2' })).error).toBe('ANSWER_FAILED');
      expect(chat.answers({ messageId: 'm2' })).toMatchObject([{ status: 'failed', text: '' }]);
      expect(succeeded(await chat.quota())).toMatchObject({ used: 1, held: 0 });
    });

    it.each([
      ['at once', 'sensitive'],
      ['in the middle', 'sensitive-after=8'],
      ['by its own rules', '1301'],
    ])('erases what the provider refuses %s', async (_when, directive) => {
      const text = `雨中的橘猫 [stub:pace=30] [stub:${directive}]`;
      expect(refused(await chat.send({ text })).error).toBe('ANSWER_REFUSED');
      expect(chat.answers()).toMatchObject([{ status: 'refused', text: '', apUsed: 0 }]);
      expect(chat.quotas()).toMatchObject([{ monthlyUsed: 0, totalUsed: 0, holds: [] }]);
    });
  });

  describe('an answer that fails', () => {
    it.each([
      ['is cut', 'cut-stream=6'],
      ['ends without an end', 'end-stream=6'],
      ['reports an error', 'stream-error=500'],
      ['never comes', 'cut'],
    ])('costs nothing when it %s, and the same tap asks again', async (_how, directive) => {
      const text = `雨中的橘猫 [stub:${directive}x1]`;
      expect(refused(await chat.send({ text }))).toMatchObject({
        ...{ code: 502, error: 'ANSWER_FAILED', message: '没有回答成功，未扣 AP' },
      });
      expect(heard()).toHaveLength(1);
      expect(chat.answers()).toMatchObject([
        { status: 'failed', text: '', errorMessage: '没有回答成功，未扣 AP' },
      ]);
      expect(chat.quotas()).toMatchObject([{ monthlyUsed: 0, holds: [] }]);

      const { answer, sessionId } = succeeded(await chat.send({ text }));
      expect(answer).toMatchObject({ status: 'completed', apUsed: 1 });
      expect(answer).not.toHaveProperty('errorCode');
      expect(succeeded(await chat.messages(sessionId)).messages).toHaveLength(2);
      expect(chat.sessions()).toMatchObject([{ messageCount: 2 }]);
    });

    it('is repeated before the user sees a failure, while nothing was made', async () => {
      const { quota } = succeeded(await chat.send({ text: '橘猫 [stub:1302x2]' }));

      expect(heard().map(({ charged }) => charged)).toEqual([false, false, true]);
      expect(quota.used).toBe(1);
    });

    it('is not requested again when the account at the provider is empty', async () => {
      expect(refused(await chat.send({ text: '橘猫 [stub:1113]' })).error).toBe('ANSWER_FAILED');
      expect(heard()).toHaveLength(1);
    });

    it('lets one of two repeats ask again', async () => {
      const text = '橘猫 [stub:cut-stream=6x1]';
      refused(await chat.send({ text }));

      const replies = await Promise.all([chat.send({ text }), chat.send({ text })]);

      expect(replies.some(({ code }) => code === 200)).toBe(true);
      expect(heard()).toHaveLength(2);
      expect(chat.logs()).toHaveLength(1);
    });
  });
});

describe('chat without a provider', () => {
  it('says so before anything is written', async () => {
    const studio = await openStudio({ ZHIPU_API_KEY: '' });
    const chat = createChat(studio);
    await studio.member('alice');
    expect(refused(await chat.send())).toMatchObject({ code: 503, error: 'CHAT_NOT_CONFIGURED' });
    expect(succeeded(await chat.quota())).toMatchObject({ used: 0, remaining: 100 });
    expect(chat.rows()).toEqual([]);
    await studio.close();
  });
});

describe('chat with other models', () => {
  it('asks the next one when the first may not be used, at the price that was shown', async () => {
    const studio = await openStudio();
    const configs = studio.cloud.collection('api_configs');
    const [row] = configs.rows({ _id: 'zhipu-chat' });
    configs.put({ ...row, model: 'glm-9-unknown' });
    configs.put({ ...row, _id: 'zhipu-chat-second', model: 'glm-4.6', priority: 1 });
    const chat = createChat(studio);
    await studio.member('alice');
    const { priceAp } = succeeded(await chat.quota());
    const { answer, quota } = succeeded(await chat.send());
    expect(answer.apUsed).toBe(priceAp);
    expect(quota.used).toBe(priceAp);
    expect(chat.logs()).toMatchObject([{ model: 'glm-4.6', apUsed: priceAp }]);
    await studio.close();
  });
});
