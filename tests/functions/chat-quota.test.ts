import { nextMonth } from '../../cloudfunctions/shared/domain/time/business-month';
import { chatViolations, createChat, withChat } from '../support/chat';
import type { Chat } from '../support/chat';
import { openDesk } from '../support/quota-desk';
import { openStudio, refused, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';

const times = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('AP of many concurrent questions', () => {
  let studio: Studio;
  let chat: Chat;

  withChat((opened) => ({ studio, chat } = opened));

  async function sendAll(count: number): Promise<Record<string, number>> {
    const found: Record<string, number> = {};
    const replies = await Promise.all(
      times(count).map((index) => chat.send({ messageId: `m${index}` })),
    );
    for (const reply of replies) {
      const name = reply.code === 200 ? 'answered' : reply.error;
      found[name] = (found[name] ?? 0) + 1;
    }
    return found;
  }

  it('answers exactly five of a hundred questions when five AP are left', async () => {
    const userId = chat.account({ monthlyUsed: 95, totalUsed: 0 });

    expect(await sendAll(100)).toEqual({ answered: 5, QUOTA_EXCEEDED: 95 });

    expect(chat.quotas({ _id: userId })).toMatchObject([
      { monthlyUsed: 100, holds: [], totalUsed: 5 },
    ]);
    expect(chat.logs()).toHaveLength(5);
    expect(chat.rows()).toHaveLength(10);
    expect(chat.sessions()).toHaveLength(5);
    expect(refused(await chat.send({ messageId: 'late' }))).toMatchObject({ code: 429 });
  });

  it('resets the month once, whoever comes first', async () => {
    const userId = chat.account({
      monthlyUsed: 77,
      quotaResetAt: new Date('2020-12-31T16:00:00Z'),
    });

    expect(await sendAll(50)).toEqual({ answered: 50 });

    expect(chat.quotas({ _id: userId })).toMatchObject([
      { monthlyUsed: 50, totalUsed: 50, holds: [] },
    ]);
    expect(succeeded(await chat.quota())).toMatchObject({ used: 50, remaining: 50 });
  });

  it.each([
    [40, 8],
    [8, 30],
  ])('are judged by a limit of %d or, after the adjustment, %d', async (from, to) => {
    await studio.member('root', { userType: 'admin' });
    const desk = openDesk(studio);
    const ap = (value: number) => desk.adjust({ feature: 'chat_ap_monthly', value });
    type ObservedCall = { beganAt: number; endedAt: number; isAnswered: boolean; limit: number };
    await ap(from);
    const seen: Promise<ObservedCall>[] = [];
    const ask = async (messageId: string): Promise<ObservedCall> => {
      const beganAt = performance.now();
      const reply = await chat.send({ messageId });
      const limit =
        reply.code === 200
          ? reply.data.quota.limit
          : (refused(reply).details as { limit: number }).limit;
      return { beganAt, endedAt: performance.now(), isAnswered: reply.code === 200, limit };
    };
    const start = (count: number) =>
      times(count).forEach(() => seen.push(ask(`m${from}-${seen.length}`)));
    start(10);
    const adjusting = ap(to);
    start(20);
    await adjusting;
    const answeredAt = performance.now();
    start(20);

    const all = await Promise.all(seen);
    const late = all.filter(({ beganAt }) => beganAt > answeredAt);
    expect(late.map(({ limit }) => limit)).toEqual(times(20).map(() => to));
    const answered = all.filter(({ isAnswered }) => isAnswered);
    // Fifty calls exceed both limits, so each refusal must mean that no AP were left, and no limit may be exceeded.
    expect(answered.length).toBeGreaterThanOrEqual(Math.min(from, to));
    expect(answered.length).toBeLessThanOrEqual(Math.max(from, to));
    expect(answered.filter(({ limit }) => limit === to).length).toBeLessThanOrEqual(to);
    expect(chat.quotas()).toMatchObject([{ monthlyUsed: answered.length, holds: [] }]);
    expect(chat.logs()).toHaveLength(answered.length);
  });
});

describe('the AP of a month', () => {
  let studio: Studio;
  let chat: Chat;
  const quotaOf = async () => succeeded(await chat.quota());
  const beijing = (text: string) => `${text}+08:00`;

  beforeAll(async () => {
    studio = await openStudio();
    chat = createChat(studio);
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    studio.zhipu.setRules([]);
    await chat.clock({ now: beijing('2026-11-21T12:00:00.000') });
    await studio.member('alice');
  });

  it('exist before the first question, and are written with it', async () => {
    expect(await quotaOf()).toEqual({
      ...{ used: 0, limit: 100, held: 0, remaining: 100, todayUsed: 0, totalUsed: 0 },
      ...{ resetAt: '2026-11-30T16:00:00.000Z', membershipLevel: 'free', priceAp: 1 },
      ...{ warning: false, recommendedPlan: 'basic' },
    });
    expect(chat.quotas()).toEqual([]);

    succeeded(await chat.send());
    expect(chat.quotas()).toMatchObject([
      { membershipLevel: 'free', monthlyQuota: 100, monthlyUsed: 1, todayDay: '20261121' },
    ]);
  });

  it('are refused with a sentence for users when they are used up, with the recommended plan', async () => {
    chat.account({ monthlyUsed: 100, quotaResetAt: new Date(beijing('2026-12-01T00:00:00')) });
    expect(refused(await chat.send())).toMatchObject({
      ...{ code: 429, error: 'QUOTA_EXCEEDED' },
      message: '本月 AP 已用完（100 AP），12月1日0点重置',
      details: {
        ...{ limit: 100, used: 100, required: 1, resetAt: '2026-11-30T16:00:00.000Z' },
        ...{ resetDay: '12月1日', membershipLevel: 'free', recommendedPlan: 'basic' },
      },
    });
    expect([chat.rows(), chat.sessions(), studio.cloud.cloud.outbox.list()]).toEqual([[], [], []]);
  });

  it.each([
    ['31 days', '2027-01-31T23:59:50', '2027-02-01T00:00:00', '2027-03-01T00:00:00'],
    ['28 days', '2027-02-28T23:59:50', '2027-03-01T00:00:00', '2027-04-01T00:00:00'],
    ['29 days', '2028-02-29T23:59:50', '2028-03-01T00:00:00', '2028-04-01T00:00:00'],
    ['30 days', '2027-04-30T23:59:50', '2027-05-01T00:00:00', '2027-06-01T00:00:00'],
    ['a year', '2026-12-31T23:59:50', '2027-01-01T00:00:00', '2027-02-01T00:00:00'],
  ])('end after the last day of %s in Beijing', async (_length, before, turn, next) => {
    await chat.clock({ now: beijing(before) });
    chat.account({ monthlyUsed: 100, quotaResetAt: new Date(beijing(turn)) });
    expect(await quotaOf()).toMatchObject({ remaining: 0 });
    expect(refused(await chat.send()).error).toBe('QUOTA_EXCEEDED');

    await chat.clock({ now: beijing(turn) });
    expect(await quotaOf()).toMatchObject({ used: 0, remaining: 100 });
    const { quota } = succeeded(await chat.send());
    expect(quota).toMatchObject({ used: 1, todayUsed: 1 });
    expect(new Date(quota.resetAt)).toEqual(new Date(beijing(next)));
  });

  it('do not begin twice when the clock steps back', async () => {
    chat.account({ monthlyUsed: 100, quotaResetAt: new Date(beijing('2026-12-01T00:00:00')) });
    await chat.clock({ now: beijing('2026-12-01T00:00:05') });
    succeeded(await chat.send({ messageId: 'm1' }));
    await chat.clock({ now: beijing('2026-11-30T23:59:40') });
    expect(succeeded(await chat.send({ messageId: 'm2' })).quota).toMatchObject({ used: 2 });
    await studio.cloud.control('POST', '/local/trigger/resetChatQuotas/daily');
    await chat.clock({ now: beijing('2026-12-01T00:00:05') });
    await studio.cloud.control('POST', '/local/trigger/resetChatQuotas/daily');

    expect(succeeded(await chat.send({ messageId: 'm3' })).quota).toMatchObject({
      ...{ used: 3, todayUsed: 3, remaining: 97, resetAt: '2026-12-31T16:00:00.000Z' },
    });
  });

  it('are paid in the month that has begun, even by a clock that is a little behind', async () => {
    await chat.clock({ now: beijing('2026-12-01T00:00:05') });
    succeeded(await chat.send({ messageId: 'm1' }));
    await chat.clock({ now: beijing('2026-11-30T23:59:40') });
    succeeded(await chat.send({ messageId: 'm2' }));

    expect(chat.quotas()).toMatchObject([{ monthlyUsed: 2, totalUsed: 2 }]);
    const begin = new Date(beijing('2026-12-01T00:00:00'));
    expect(chat.logs().map(({ createdAt }) => (createdAt as Date) >= begin)).toEqual([true, true]);
  });

  it('are counted separately for today', async () => {
    succeeded(await chat.send({ messageId: 'm1' }));
    await chat.clock({ now: beijing('2026-11-22T00:00:00') });
    expect(await quotaOf()).toMatchObject({ used: 1, todayUsed: 0, totalUsed: 1 });
    succeeded(await chat.send({ messageId: 'm2' }));
    expect(await quotaOf()).toMatchObject({ used: 2, todayUsed: 1, totalUsed: 2 });
  });

  it('include an answer in the month in which it ends', async () => {
    await chat.clock({ now: beijing('2026-11-30T23:59:50') });
    chat.account({ monthlyUsed: 99, quotaResetAt: new Date(beijing('2026-12-01T00:00:00')) });
    const sent = chat.send({ text: '雨中的橘猫 [stub:pace=40]' });
    await chat.answerOf('m1', ({ text }) => text !== '');
    await chat.clock({ now: beijing('2026-12-01T00:00:10') });

    expect(succeeded(await sent).quota).toMatchObject({ used: 1, held: 0, remaining: 99 });
    expect(chat.quotas()).toMatchObject([{ monthlyUsed: 1, holds: [] }]);
  });

  it('include an answer whose hold has expired once, while there is room', async () => {
    const sent = chat.send({ text: '雨中的橘猫 [stub:pace=40]' });
    await chat.answerOf('m1', ({ text }) => text !== '');
    await chat.clock({ now: beijing('2026-11-21T12:10:00') });

    expect(succeeded(await sent).quota).toMatchObject({ used: 1, held: 0 });
    expect(chat.logs()).toHaveLength(1);
  });

  it('refuse an answer whose hold has expired and whose AP went to another one', async () => {
    chat.limitTo(1);
    const sent = chat.send({ text: '雨中的橘猫 [stub:pace=60]' });
    await chat.answerOf('m1', ({ text }) => text !== '');
    await chat.clock({ now: beijing('2026-11-21T12:10:00') });
    succeeded(await chat.send({ messageId: 'm2' }));

    expect(refused(await sent).error).toBe('ANSWER_FAILED');
    expect(chat.answers({ messageId: 'm1' })).toMatchObject([{ status: 'failed', text: '' }]);
    expect(await quotaOf()).toMatchObject({ used: 1, remaining: 0 });
    expect(chatViolations(chat)).toEqual([]);
  });

  it('grow at once with a plan, and shrink when it ends, never below nothing', async () => {
    await studio.member('root', { userType: 'admin' });
    const desk = openDesk(studio);
    chat.account({ monthlyUsed: 100, quotaResetAt: new Date(beijing('2026-12-01T00:00:00')) });
    expect(refused(await chat.send()).error).toBe('QUOTA_EXCEEDED');

    await desk.activate('plus');
    expect(succeeded(await chat.send()).quota).toMatchObject({
      ...{ used: 101, limit: 1000, remaining: 899, membershipLevel: 'plus', warning: false },
      recommendedPlan: 'pro',
    });
    expect(chat.logs()).toMatchObject([{ membershipLevel: 'plus' }]);

    succeeded(await desk.end());
    expect(await quotaOf()).toMatchObject({ limit: 100, used: 101, remaining: 0, warning: true });
    expect(refused(await chat.send({ messageId: 'm2' }))).toMatchObject({
      details: { limit: 100, used: 101, membershipLevel: 'free' },
    });
  });

  it('are those of a free user from the moment in which a membership ends', async () => {
    await studio.member('root', { userType: 'admin' });
    await openDesk(studio).activate('basic', 3);
    expect(await quotaOf()).toMatchObject({ limit: 300, membershipLevel: 'basic' });
    await chat.clock({ now: beijing('2026-11-24T12:00:05.000') });
    expect(await quotaOf()).toMatchObject({ limit: 100, membershipLevel: 'free' });
    chat.account({ monthlyUsed: 100, quotaResetAt: new Date(beijing('2026-12-01T00:00:00')) });
    expect(refused(await chat.send()).error).toBe('QUOTA_EXCEEDED');
  });

  it('are reset with the next month although a clock far ahead has written the account', async () => {
    const resetAt = '2028-04-01T00:00:00.000+08:00';
    const expiresAt = new Date('2028-03-05T10:02:00.000+08:00');
    const userId = chat.account({
      ...{ monthlyUsed: 7, quotaResetAt: new Date(resetAt), todayUsed: 7, todayDay: '20280305' },
      holds: [{ messageId: 'lost', ap: 2, expiresAt }],
    });

    expect(await quotaOf()).toMatchObject({ used: 7, held: 0, remaining: 93, todayUsed: 0 });
    expect(chat.quotas({ _id: userId })[0]?.['quotaResetAt']).toEqual(
      nextMonth(new Date(studio.cloud.cloud.clock.now())),
    );
    chat.account({ monthlyUsed: 7, quotaResetAt: new Date(resetAt) });
    succeeded(await chat.send({ messageId: 'm9' }));
    expect(chat.quotas({ _id: userId })).toMatchObject([
      { monthlyUsed: 8, quotaResetAt: nextMonth(new Date(studio.cloud.cloud.clock.now())) },
    ]);
  });

  it('need as many calls to the cloud after a thousand answers as before the first', async () => {
    const calls = async () => {
      const report = await studio.cloud.report('chat', { action: 'getQuota', data: {} }, 'alice');
      return report.calls.database;
    };
    const first = await calls();
    const userId = chat.account({ monthlyUsed: 100 });
    const createdAt = new Date();
    studio.cloud
      .collection('chat_usage_logs')
      .put(
        ...times(1_000).map((index) => ({ _id: `answer_${index}`, userId, apUsed: 1, createdAt })),
      );

    expect([first, await calls()]).toEqual([3, 3]);
  });

  it('are refused when they cannot be read', async () => {
    for (const collection of ['chat_quotas', 'user_subscriptions']) {
      studio.cloud.faults([{ service: 'database', collection, fault: 'fail-before' }]);
      expect(refused(await chat.quota())).toMatchObject({ code: 503, error: 'QUOTA_UNAVAILABLE' });
    }
    studio.cloud.faults([{ service: 'database', operation: 'aggregate', fault: 'fail-before' }]);
    expect(refused(await chat.send()).error).toBe('QUOTA_UNAVAILABLE');
    studio.cloud.faults([]);
    expect(chat.rows()).toEqual([]);
  });
});

describe('the AP of a model with a higher price', () => {
  it('are required in full', async () => {
    const studio = await openStudio();
    const configs = studio.cloud.collection('api_configs');
    const [row] = configs.rows({ _id: 'zhipu-chat' });
    configs.put({ ...row, model: 'glm-4.6' });
    const chat = createChat(studio);
    await studio.member('alice');
    chat.account({ monthlyUsed: 91 });

    expect(succeeded(await chat.send({ messageId: 'm1' }))).toMatchObject({
      ...{ answer: { apUsed: 5 }, quota: { used: 96, remaining: 4, priceAp: 5 } },
    });
    expect(refused(await chat.send({ messageId: 'm2' }))).toMatchObject({
      ...{ error: 'QUOTA_EXCEEDED', details: { required: 5, used: 96, limit: 100 } },
    });
    await studio.close();
  });
});
