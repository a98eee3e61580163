import { withChat } from '../support/chat';
import type { Chat } from '../support/chat';
import { refused, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';

const check = { service: 'openapi', operation: 'security.msgSecCheck' } as const;
const risky = { errcode: 0, result: { suggest: 'risky', label: 20002 } };

describe('the chat beyond one question', () => {
  let studio: Studio;
  let chat: Chat;
  /** Questions received by the provider since the test began. */
  const heard = () => studio.zhipu.chats().slice(before);
  let before = 0;

  withChat((opened) => ({ studio, chat } = opened));
  beforeEach(() => {
    before = studio.zhipu.chats().length;
  });

  describe('stop', () => {
    const stop = (messageId = 'm1', who = 'alice') =>
      studio.call(who, 'chat', 'stop', { messageId });

    it('keeps the text that has arrived, at its price', async () => {
      const sent = chat.send({ text: '雨中的橘猫 [stub:hang-stream=5]' });
      const shown = await chat.answerOf('m1', ({ text }) => text !== '');
      expect(succeeded(await stop())).toEqual({ messageId: 'm1', isStopped: true });

      const { answer, quota } = succeeded(await sent);
      expect(answer).toMatchObject({ status: 'stopped', apUsed: 1 });
      expect(answer.text.startsWith(shown.text as string)).toBe(true);
      expect(answer).not.toHaveProperty('proposal');
      expect(quota).toMatchObject({ used: 1, held: 0 });
      expect(heard()).toMatchObject([{ isClosed: true }]);
      expect(succeeded(await stop())).toEqual({ messageId: 'm1', isStopped: false });
      expect(
        succeeded(await chat.send({ text: '雨中的橘猫 [stub:hang-stream=5]' })).answer,
      ).toEqual(answer);
    });

    it('costs nothing before the first word', async () => {
      const sent = chat.send({ text: '雨中的橘猫 [stub:hang]' });
      await chat.answerOf('m1', ({ status }) => status === 'streaming');
      succeeded(await stop());

      const { answer, quota } = succeeded(await sent);
      expect(answer).toMatchObject({ status: 'stopped', text: '', apUsed: 0 });
      expect(quota).toMatchObject({ used: 0, held: 0, remaining: 100 });
      expect(chat.logs()).toEqual([]);
    });

    it('shows and charges nothing when the text so far does not pass', async () => {
      studio.cloud.faults([{ ...check, nth: 2, fault: 'reply', body: risky }]);
      const sent = chat.send({ text: '雨中的橘猫 [stub:hang-stream=5]' });
      await chat.answerOf('m1', ({ text }) => text !== '');
      succeeded(await stop());

      expect(refused(await sent).error).toBe('ANSWER_REFUSED');
      expect(chat.answers()).toMatchObject([{ status: 'refused', text: '' }]);
    });

    it('does not stop answers of other users', async () => {
      const sent = chat.send({ text: '橘猫 [stub:hang-stream=5]' });
      await chat.answerOf('m1', ({ status }) => status === 'streaming');
      expect(refused(await stop('m1', 'bob'))).toMatchObject({ code: 404, error: 'NOT_FOUND' });
      succeeded(await stop());
      succeeded(await sent);
    });
  });

  describe('a switched off chat', () => {
    const flag = (changes: object) =>
      studio.cloud
        .collection('app_config')
        .put({ _id: 'chat', isEnabled: true, percentage: 100, ...changes });
    const calls = () =>
      Promise.all([
        chat.send(),
        chat.quota(),
        chat.messages('session_1'),
        studio.call('alice', 'chat', 'listSessions', {}),
      ]);

    it.each([
      ['for everybody', { isEnabled: false }],
      ['for this user', { percentage: 0 }],
    ])('answers FEATURE_OFF when it is off %s', async (_whom, changes) => {
      flag(changes);
      for (const reply of await calls()) {
        expect(reply).toMatchObject({ code: 503, error: 'FEATURE_OFF' });
      }
      expect([chat.rows(), chat.quotas(), heard()]).toEqual([[], [], []]);
    });

    it('is open for a percentage of the users, always the same ones', async () => {
      flag({ percentage: 50 });
      const people = Array.from({ length: 40 }, (_, index) => `user-${index}`);
      const open = async () =>
        (await Promise.all(people.map((who) => chat.quota(who)))).map(({ code }) => code);
      const first = await open();
      expect(new Set(first)).toEqual(new Set([200, 503]));
      expect(await open()).toEqual(first);
    });
  });

  describe('conversations', () => {
    const list = (data: { cursor?: string; pageSize?: number } = {}, who = 'alice') =>
      studio.call(who, 'chat', 'listSessions', data);

    it('are listed by their last use, page by page', async () => {
      const sessionIds: string[] = [];
      for (const messageId of ['m1', 'm2', 'm3']) {
        sessionIds.push(succeeded(await chat.send({ messageId })).sessionId);
      }
      const [first = '', second, third] = sessionIds;
      succeeded(await chat.send({ messageId: 'm4', sessionId: first, text: '再来一个' }));

      const page = succeeded(await list({ pageSize: 2 }));
      expect(page.sessions.map(({ sessionId }) => sessionId)).toEqual([first, third]);
      const rest = succeeded(await list({ pageSize: 2, cursor: page.nextCursor ?? '' }));
      expect(rest.sessions.map(({ sessionId }) => sessionId)).toEqual([second]);
      expect(rest.nextCursor).toBeNull();
      expect(page.sessions[0]).toMatchObject({ title: '雨中的橘猫', messageCount: 4 });
    });

    it('are read page by page, newest first', async () => {
      const { sessionId } = succeeded(await chat.send());
      for (const messageId of ['m2', 'm3']) {
        succeeded(await chat.send({ messageId, sessionId, text: '再来一个' }));
      }
      const read = async (cursor?: string) =>
        succeeded(
          await studio.call('alice', 'chat', 'listMessages', {
            ...{ sessionId, pageSize: 4 },
            ...(cursor === undefined ? {} : { cursor }),
          }),
        );
      const first = await read();
      const second = await read(first.nextCursor ?? '');
      const keys = [...first.messages, ...second.messages].map(
        ({ messageId, role }) => `${messageId} ${role}`,
      );
      expect(keys).toEqual(
        ['m3', 'm2', 'm1'].flatMap((key) => [`${key} assistant`, `${key} user`]),
      );
      expect(second.nextCursor).toBeNull();
    });

    it('are renamed and removed by their owner', async () => {
      const { sessionId } = succeeded(await chat.send());
      const renamed = await studio.call('alice', 'chat', 'rename', { sessionId, title: '雨天' });
      expect(succeeded(renamed)).toEqual({ sessionId, title: '雨天' });
      expect(succeeded(await list()).sessions).toMatchObject([{ title: '雨天' }]);

      succeeded(await studio.call('alice', 'chat', 'remove', { sessionId }));
      expect(succeeded(await list()).sessions).toEqual([]);
      expect(refused(await chat.messages(sessionId)).error).toBe('NOT_FOUND');
      const late = { messageId: 'm2', sessionId, text: '再来一个' };
      expect(refused(await chat.send(late)).error).toBe('NOT_FOUND');
      expect(refused(await studio.call('alice', 'chat', 'remove', { sessionId })).code).toBe(404);
      expect(succeeded(await chat.quota())).toMatchObject({ used: 1, held: 0 });
    });

    it('answer like missing ones to other users', async () => {
      const { sessionId } = succeeded(await chat.send());
      const replies = await Promise.all([
        chat.messages(sessionId, 'bob'),
        studio.call('bob', 'chat', 'rename', { sessionId, title: '我的' }),
        studio.call('bob', 'chat', 'remove', { sessionId }),
        chat.send({ sessionId }, 'bob'),
        chat.messages('session_nobody', 'bob'),
      ]);
      for (const reply of replies) expect(reply).toMatchObject({ code: 404, error: 'NOT_FOUND' });
      expect(succeeded(await list({}, 'bob')).sessions).toEqual([]);
      expect(chat.sessions()).toMatchObject([{ title: '雨中的橘猫', deletedAt: null }]);
      expect(chat.quotas()).toHaveLength(1);
    });
  });
});
