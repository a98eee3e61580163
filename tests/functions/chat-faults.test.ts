import type { FaultRule } from '../../devtools/emulator/faults/rule';
import { chatViolations, withChat } from '../support/chat';
import type { Chat } from '../support/chat';
import { refused, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';
import { tickNow } from '../support/tick';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const database = { service: 'database', function: 'chat' } as const;
const openapi = { service: 'openapi', function: 'chat' } as const;
/** More calls than `send` makes: rules beyond the last call never fire. */
const maxCalls = 30;

describe('a question that is interrupted', () => {
  let studio: Studio;
  let chat: Chat;
  const quotaOf = async () => succeeded(await chat.quota());
  const fired = () => studio.cloud.cloud.faults.list().some((rule) => rule.fired > 0);
  /** Asks and ignores the outcome: the function may have died. */
  const attempt = (text = '雨中的橘猫') =>
    studio.cloud.report('chat', { action: 'send', data: { messageId: 'm1', text } }, 'alice');
  async function sweep(): Promise<void> {
    studio.cloud.faults([]);
    await chat.clock({ offsetMs: 4 * minuteMs });
    await tickNow(studio.cloud);
  }

  withChat((opened) => ({ studio, chat } = opened));

  /** Whatever happened before, the question is paid if and only if it is answered, and the same tap completes it. */
  async function expectRepaired(): Promise<void> {
    studio.cloud.faults([]);
    chat.endTransactions();
    expect(chatViolations(chat)).toEqual([]);
    await chat.clock({ offsetMs: 31 * secondMs });
    const { answer, quota, sessionId } = succeeded(await chat.send());
    expect(answer).toMatchObject({ status: 'completed', apUsed: 1 });
    expect(quota).toMatchObject({ used: 1, held: 0, totalUsed: 1 });
    expect(chat.logs()).toHaveLength(1);
    expect(chat.sessions()).toMatchObject([{ _id: sessionId, messageCount: 2 }]);
    expect(chat.rows()).toHaveLength(2);
    expect(studio.user('alice')).toMatchObject({ credits: 100 });
  }

  const eachFault = (['fail-before', 'fail-after', 'kill'] as const).flatMap((fault) => [
    ...Array.from({ length: maxCalls }, (_, index) => index + 1).map((nth): [string, FaultRule] => [
      `${fault} at call ${nth} of the database`,
      { ...database, nth, fault },
    ]),
    ...[1, 2].map((nth): [string, FaultRule] => [
      `${fault} at call ${nth} of the check`,
      { ...openapi, nth, fault },
    ]),
  ]);

  it.each(eachFault)('has one answer and one charge in the end: %s', async (_what, rule) => {
    studio.cloud.faults([rule]);
    await attempt();
    await expectRepaired();
  });

  it('has gone through every call of the database', async () => {
    studio.cloud.faults([{ ...database, nth: maxCalls, fault: 'fail-before' }]);
    succeeded(await chat.send());
    expect(fired()).toBe(false);
  });

  it.each<[string, FaultRule]>([
    ['begins', { ...database, operation: 'commit', nth: 1, fault: 'fail-after' }],
    ['ends', { ...database, operation: 'commit', nth: 2, fault: 'fail-after' }],
  ])('is answered although the reply is lost: it %s', async (_what, rule) => {
    studio.cloud.faults([rule]);
    const { quota } = succeeded(await chat.send());
    expect(fired()).toBe(true);
    expect(quota).toMatchObject({ used: 1, held: 0, totalUsed: 1 });
    expect(chat.logs()).toHaveLength(1);
  });

  it('is not reported as failed while it is unknown whether it is paid', async () => {
    studio.cloud.faults([
      { ...database, operation: 'commit', nth: 2, fault: 'fail-after' },
      { ...database, operation: 'begin', nth: 3, times: 1000, fault: 'fail-before' },
    ]);
    expect(refused(await chat.send()).error).toBe('ANSWER_UNDER_WAY');
    expect(chat.answers()).toMatchObject([{ status: 'completed', apUsed: 1 }]);

    studio.cloud.faults([]);
    const { answer, quota } = succeeded(await chat.send());
    expect(answer).toMatchObject({ status: 'completed', apUsed: 1 });
    expect(quota).toMatchObject({ used: 1, held: 0, totalUsed: 1 });
    expect(chat.logs()).toHaveLength(1);
  });

  it('costs nothing when its end cannot be written, even after many tries', async () => {
    studio.cloud.faults([{ ...database, collection: 'chat_usage_logs', fault: 'fail-before' }]);
    expect(refused(await chat.send())).toMatchObject({ code: 502, error: 'ANSWER_FAILED' });
    expect(chat.answers()).toMatchObject([{ status: 'failed', text: '', apUsed: 0 }]);
    expect(await quotaOf()).toMatchObject({ used: 0, held: 0 });
    await expectRepaired();
  });

  it('is answered although the partial text cannot be shown', async () => {
    studio.cloud.faults([
      { ...database, collection: 'chat_messages', operation: 'update', fault: 'fail-before' },
    ]);
    const { answer } = succeeded(await chat.send({ text: '雨中的橘猫 [stub:pace=20]' }));
    expect(answer).toMatchObject({ status: 'completed', apUsed: 1 });
  });

  describe('whose function dies in the middle of the answer', () => {
    const text = '雨中的橘猫 [stub:hang-stream=6x1]';
    beforeEach(async () => {
      studio.cloud.faults([
        { ...database, collection: 'chat_messages', operation: 'update', nth: 2, fault: 'kill' },
      ]);
      await attempt(text);
      studio.cloud.faults([]);
    });

    it('holds its AP until it has been silent for half a minute, then the same tap asks again', async () => {
      expect(chat.answers()).toMatchObject([{ status: 'streaming' }]);
      expect(await quotaOf()).toMatchObject({ used: 0, held: 1, remaining: 99 });
      expect(refused(await chat.send({ text })).error).toBe('ANSWER_UNDER_WAY');

      await chat.clock({ offsetMs: 31 * secondMs });
      const { quota } = succeeded(await chat.send({ text }));
      expect(quota).toMatchObject({ used: 1, held: 0 });
      expect(chat.logs()).toHaveLength(1);
    });

    it('is repeated with the last AP, which it holds itself', async () => {
      chat.limitTo(1);
      await chat.clock({ offsetMs: 31 * secondMs });
      expect(await quotaOf()).toMatchObject({ held: 1, remaining: 0 });
      expect(succeeded(await chat.send({ text })).quota).toMatchObject({ used: 1, remaining: 0 });
    });

    it('reads as failed before its row says so', async () => {
      const sessionId = chat.sessions()[0]?._id as string;
      await chat.clock({ offsetMs: 31 * secondMs });
      const { messages } = succeeded(await chat.messages(sessionId));
      expect(messages[0]).toMatchObject({
        ...{ status: 'failed', text: '', errorCode: 'ANSWER_FAILED' },
        errorMessage: '没有回答成功，未扣 AP',
      });
    });

    it('holds nothing any more after two minutes', async () => {
      chat.limitTo(1);
      expect(refused(await chat.send({ messageId: 'm2' })).error).toBe('QUOTA_EXCEEDED');
      await chat.afterHolds();
      expect(await quotaOf()).toMatchObject({ held: 0, remaining: 1 });
      succeeded(await chat.send({ messageId: 'm2' }));
    });

    it('is ended by the sweeper, once', async () => {
      await sweep();
      expect(chat.answers()).toMatchObject([
        { status: 'failed', text: '', errorCode: 'ANSWER_FAILED', apUsed: 0 },
      ]);
      expect(chat.quotas()).toMatchObject([{ monthlyUsed: 0, holds: [] }]);
      const standing = chat.rows();
      await sweep();
      expect(chat.rows()).toEqual(standing);
    });
  });

  it('is not touched by a sweeper while it has a heartbeat', async () => {
    const sent = chat.send({ text: '雨中的橘猫 [stub:pace=60]' });
    await chat.answerOf('m1', ({ text }) => text !== '');
    await tickNow(studio.cloud);
    expect(succeeded(await sent).answer).toMatchObject({ status: 'completed' });
  });

  it('costs nothing when a live one is taken for dead', async () => {
    const sent = chat.send({ text: '雨中的橘猫 [stub:hang-stream=5]' });
    await chat.answerOf('m1', ({ text }) => text !== '');
    const [row] = chat.answers();
    studio.cloud.collection('chat_messages').put({ ...row, status: 'failed', text: '' });

    expect(refused(await sent).error).toBe('ANSWER_FAILED');
    expect(chat.answers()).toMatchObject([{ status: 'failed' }]);
    expect(chat.logs()).toEqual([]);
  });

  it('is answered only by the call that took it over', async () => {
    const text = '雨中的橘猫 [stub:hang-stream=5x1]';
    const first = chat.send({ text });
    const shown = await chat.answerOf('m1', (row) => row.text !== '');
    // From now on its heartbeats fail.
    studio.cloud.faults([
      {
        ...{ service: 'database', collection: 'chat_messages', operation: 'update' },
        fault: 'fail-before',
      },
    ]);
    const long = new Date(studio.cloud.cloud.clock.now() - minuteMs);
    studio.cloud.collection('chat_messages').put({ ...shown, updatedAt: long });

    const second = succeeded(await chat.send({ text }));
    studio.cloud.faults([]);

    expect(refused(await first).error).toBe('ANSWER_FAILED');
    expect(chat.answers()).toMatchObject([{ status: 'completed', text: second.answer.text }]);
    expect(await quotaOf()).toMatchObject({ used: 1, held: 0 });
    expect(chat.logs()).toHaveLength(1);
  });
});
