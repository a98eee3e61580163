import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import type { Document } from '../../devtools/emulator/database/database';
import { check } from './checker/checker';
import { answerOf, sessionOf } from './commands/chat';
import type { Command } from './commands/all';
import { emptyData } from './history';
import type { Call, Data, Evidence } from './history';
import { createScenario, isAboutQuotas } from './scenario';

const now = Date.UTC(2026, 4, 10, 2);
const resetAt = new Date(Date.UTC(2026, 4, 31, 16));
const userId = userIdOf('p0');
const adminId = userIdOf('p1');
const asked = { owner: 'p0', message: 'm1' };
const [answerId, sessionId] = [answerOf(asked), sessionOf(asked)];
const common = { _openid: 'p0', userId, sessionId, messageId: 'm1' };
const answer: Document = {
  ...{ ...common, _id: answerId, role: 'assistant', text: '好。', status: 'completed', apUsed: 1 },
};
const question: Document = {
  ...{ ...common, _id: answerId.replace('answer_', 'question_'), role: 'user', text: '猫' },
};
const log: Document = { _id: answerId, userId, apUsed: 1, createdAt: new Date(now) };
const account: Document = {
  ...{ _id: userId, monthlyUsed: 1, totalUsed: 1, holds: [], quotaResetAt: resetAt },
};
const auditId = `adjust:${adminId}:q1`;
const audit: Document = {
  ...{
    _id: auditId,
    userId,
    featureCode: 'chat_ap_monthly',
    after: 7,
    expiresAt: null,
    version: 1,
  },
};
const features = {
  image_daily: { limit: 50 },
  chat_ap_monthly: { limit: 7 },
  storage_bytes: { limit: 209_715_200 },
};
const user = (name: string): Document => ({
  ...{ _id: userIdOf(name), nickname: name, credits: 100, generateCount: 0, vipLevel: 0 },
});
const welcome = (id: string): Document => ({
  ...{ _id: `welcome:${id}`, userId: id, kind: 'welcome', amount: 100, before: 0, after: 100 },
});

/** One question that was answered and paid, and one limit that was changed before it: a valid history. */
function evidence(changes: Partial<Data> = {}, more: Call[] = []): Evidence {
  const data: Data = {
    ...emptyData(),
    works: [],
    emergency_backup: [],
    moderations: [],
    users: [user('p0'), user('p1')],
    credit_logs: [welcome(userId), welcome(adminId)],
    chat_messages: [question, answer],
    chat_sessions: [{ _id: sessionId, userId }],
    chat_quotas: [account],
    chat_usage_logs: [log],
    user_subscriptions: [{ _id: userId, version: 1, isSynced: true }],
    quota_audit_logs: [audit],
    quota_overviews: [{ _id: userId, version: 1, features }],
    user_storage_usage: [],
    ...changes,
  };
  const calls = [
    call({ ...limit, id: 1, at: 0 }, 0, { version: 1 }),
    call({ ...ask, id: 2, at: 100 }, 100, { answer }),
    ...more,
  ];
  const person = { isMember: true, credits: 100, filled: 0 };
  return {
    scenario: {
      people: [
        { ...person, name: 'p0', tier: 'free' },
        { ...person, name: 'p1', tier: 'admin' },
      ],
      commands: calls.map(({ command }) => command),
      startAt: now,
    },
    calls,
    ...{ atRest: data, healed: data, healedTwice: data, synced: data },
    ...{
      files: [],
      drawn: [],
      questions: [],
      jobWrites: [],
      queueLooks: [],
      orders: [],
      messages: [],
      leaks: [],
      restClock: 0,
      paid: {},
      lostRows: [],
      repaired: null,
    },
    endClock: now + 300_000,
    isUndisturbed: false,
  };
}

const limit = {
  who: 'p1',
  do: 'limit',
  target: 'p0',
  feature: 'chat_ap_monthly',
  value: 7,
  until: null,
  request: 'q1',
} as const;
const ask = { who: 'p0', do: 'ask', message: 'm1', session: null, text: '猫' } as const;

function call(command: Command, startedAt: number, data: object, error?: string): Call {
  const reply = {
    code: error === undefined ? 200 : 429,
    ...(error === undefined ? {} : { error }),
    data: JSON.parse(JSON.stringify(data)) as Record<string, unknown>,
  };
  const [startClock, endClock] = [now + startedAt, now + startedAt + 9];
  const times = { startedAt, endedAt: startedAt + 9, startClock, endClock };
  return { command, ...times, outcome: { kind: 'answered', reply }, reply };
}

function rules(of: Evidence): string[] {
  return [...new Set(check(of).map(({ rule }) => rule))];
}

describe('the checker of quotas and the chat', () => {
  it('accepts an answer that was paid under a limit that was changed', () => {
    expect(check(evidence())).toEqual([]);
  });

  it.each<[string, Partial<Data>, string]>([
    ['an answer that cost nothing', { chat_usage_logs: [] }, 'C1'],
    ['an answer that was paid twice', { chat_usage_logs: [log, { ...log }] }, 'C1'],
    ['a failure that cost', { chat_messages: [question, { ...answer, status: 'failed' }] }, 'C1'],
    ['an account beside its records', { chat_quotas: [{ ...account, totalUsed: 2 }] }, 'C1'],
    [
      'another text than was answered',
      { chat_messages: [question, { ...answer, text: '不。' }] },
      'C2',
    ],
    ['a payment for no answer', { chat_messages: [] }, 'C4'],
    ['a month that lost a payment', { chat_quotas: [{ ...account, monthlyUsed: 0 }] }, 'C5'],
    [
      'a month that never began anew',
      { chat_quotas: [{ ...account, quotaResetAt: new Date(Date.UTC(2026, 5, 30, 16)) }] },
      'C5',
    ],
    [
      'an answer that is in flight for ever',
      { chat_messages: [question, { ...answer, status: 'streaming' }] },
      'C6',
    ],
    ['a change without its record', { quota_audit_logs: [] }, 'C8'],
    [
      'two records of one version',
      { quota_audit_logs: [audit, { ...audit, _id: 'adjust:x:q2' }] },
      'C8',
    ],
    [
      'an overview that is older than the limits',
      { quota_overviews: [{ _id: userId, version: 0, features }] },
      'C9',
    ],
    ['a level that nobody has', { users: [{ ...user('p0'), vipLevel: 1 }, user('p1')] }, 'C9'],
    [
      'a file that was counted twice',
      { user_storage_usage: [{ _id: userId, usedBytes: 0, recentChanges: ['+a', '+a'] }] },
      'C9',
    ],
    [
      'a conversation of two people',
      { chat_sessions: [{ _id: sessionId, userId: adminId }] },
      'C10',
    ],
  ])('reports %s', (_what, changes, rule) => {
    expect(rules(evidence(changes))).toContain(rule);
  });

  describe('of memberships', () => {
    const dayMs = 86_400_000;
    const gives = (plan: 'plus' | 'basic', request: string, id: number): Call =>
      call({ ...{ id, at: 50, who: 'p1', do: 'plan', target: 'p0' }, plan, request }, 50, {
        version: id - 1,
      });
    const given = (plan: string, request: string, version: number, until: number): Document => ({
      ...{ _id: `adjust:${adminId}:${request}`, userId, featureCode: 'plan', after: plan, version },
      ...{ expiresAt: new Date(until), createdAt: new Date(now) },
    });
    const shown = {
      ...features,
      image_daily: { limit: 200 },
      storage_bytes: { limit: 10 * 2 ** 30 },
    };
    const behind = (vipLevel: number, until = now + 2 * dayMs): Evidence =>
      evidence(
        {
          users: [{ ...user('p0'), vipLevel }, user('p1')],
          user_subscriptions: [{ _id: userId, version: 3, isSynced: true }],
          quota_overviews: [{ _id: userId, version: 3, features: shown }],
          quota_audit_logs: [
            audit,
            given('plus', 'q2', 2, now + dayMs),
            given('basic', 'q3', 3, until),
          ],
        },
        [gives('plus', 'q2', 3), gives('basic', 'q3', 4)],
      );

    it('knows that a lower one waits behind a higher one', () => {
      expect(check(behind(2))).toEqual([]);
      expect(rules(behind(1))).toEqual(['C9']);
      expect(rules(behind(2, now + dayMs))).toEqual(['C8']);
    });
  });

  it.each<[string, Call, string]>([
    [
      'more spent than there was',
      call({ ...limit, id: 3, at: 50, value: 0, request: 'q2' }, 50, { version: 2 }),
      'C3',
    ],
    [
      'a hold without an answer',
      call({ id: 3, at: 900_000, who: 'p0', do: 'ap' }, 900_000, {
        ...{ limit: 7, used: 1, held: 1, remaining: 5, totalUsed: 1 },
      }),
      'C6',
    ],
    [
      'an old limit after an admin was answered',
      call({ id: 3, at: 500, who: 'p0', do: 'ap' }, 500, {
        ...{ limit: 100, used: 1, held: 0, remaining: 99, totalUsed: 1 },
      }),
      'C7',
    ],
    [
      'a refusal with AP left',
      call({ ...ask, id: 3, at: 500, message: 'm2' }, 500, {}, 'QUOTA_EXCEEDED'),
      'C7',
    ],
    [
      'a conversation that was read by somebody else',
      call({ id: 3, at: 500, who: 'p1', do: 'messages', of: asked }, 500, { messages: [] }),
      'C10',
    ],
  ])('reports %s', (_what, more, rule) => {
    const isZero = more.command.do === 'limit';
    const second = { ...audit, _id: `adjust:${adminId}:q2`, after: 0, version: 2 };
    const changes = isZero ? { quota_audit_logs: [audit, second] } : {};

    expect(rules(evidence(changes, [more]))).toContain(rule);
  });
});

describe('a scenario about quotas', () => {
  it('is every second one, with questions and changes of limits in it', () => {
    const seeds = Array.from({ length: 200 }, (_, seed) => seed).filter(isAboutQuotas);
    const acts = new Set(seeds.flatMap((seed) => createScenario(seed).commands.map((c) => c.do)));

    expect(seeds.length).toBeGreaterThan(80);
    expect(seeds.length).toBeLessThan(120);
    expect([...acts]).toEqual(expect.arrayContaining(['ask', 'stop', 'limit', 'plan', 'reset']));
  });
});
