import { userIdOf, workIdOf } from '../../cloudfunctions/shared/domain/ids';
import type { Document } from '../../devtools/emulator/database/database';
import { check } from './checker/checker';
import { emptyData } from './history';
import type { Data, Evidence } from './history';
import { createScenario } from './scenario';
import { calmStudio } from './studio/setup';

const now = Date.UTC(2026, 4, 1, 18);
const userId = userIdOf('p0');
const workId = workIdOf(userId, 'r1', 0);
const prompt = '雨中的橘猫 p0 r1。';

function row(changes: Document = {}): Document {
  return {
    _id: workId,
    openid: 'p0',
    userId,
    requestId: 'r1',
    requestHash: 'h',
    status: 'failed',
    seat: `released:${workId}`,
    // 18:00 UTC is on the next day in Beijing.
    day: '20260502',
    cost: 1,
    refundedCredits: 1,
    imageUrl: '',
    originalPrompt: prompt,
    title: prompt,
    createdAt: new Date(now),
    updatedAt: new Date(now),
    deletedAt: null,
    ...changes,
  };
}

function log(kind: string, amount: number, before: number): Document {
  const id = kind === 'welcome' ? userId : workId;
  const cause: Document = kind === 'welcome' ? {} : { workId };
  return { _id: `${kind}:${id}`, userId, kind, amount, before, after: before + amount, ...cause };
}

/** A valid history: one paid generation that failed and was refunded. */
function evidence(changes: Partial<Data> = {}): Evidence {
  const data: Data = {
    ...emptyData(),
    works: [row()],
    emergency_backup: [],
    moderations: [],
    users: [{ _id: userId, nickname: 'p0', credits: 100, generateCount: 0 }],
    credit_logs: [log('welcome', 100, 0), log('consume', -1, 100), log('refund', 1, 99)],
    ...{ chat_messages: [], chat_sessions: [], chat_quotas: [], chat_usage_logs: [] },
    ...{ user_subscriptions: [], quota_audit_logs: [], quota_overviews: [] },
    user_storage_usage: [],
    ...changes,
  };
  const command = {
    id: 1,
    at: 0,
    who: 'p0',
    do: 'generate',
    request: 'r1',
    prompt,
    mode: 'single',
  } as const;
  const outcome = { kind: 'unknown', reason: 'the page was closed' } as const;
  const clocks = { startedAt: 0, endedAt: 9, startClock: now, endClock: now + 9 };
  return {
    scenario: {
      people: [{ name: 'p0', tier: 'free', isMember: true, credits: 100, filled: 0 }],
      commands: [command],
      startAt: now,
    },
    calls: [{ command, ...clocks, outcome, reply: null }],
    atRest: data,
    healed: data,
    healedTwice: data,
    synced: data,
    questions: [],
    jobWrites: [],
    queueLooks: [],
    orders: [],
    messages: [],
    leaks: [],
    restClock: 0,
    paid: {},
    endClock: now,
    files: [],
    drawn: [],
    lostRows: [],
    repaired: null,
    isUndisturbed: false,
  };
}

function broken(changes: Partial<Data>): string[] {
  return [...new Set(check(evidence(changes)).map(({ rule }) => rule))];
}

describe('the checker', () => {
  it('accepts a generation that failed and was refunded', () => {
    expect(check(evidence())).toEqual([]);
  });

  it.each<[string, Partial<Data>, string]>([
    ['a work that never ended', { works: [row({ status: 'pending' })] }, 'I11'],
    [
      'a refund that is missing',
      { credit_logs: [log('welcome', 100, 0), log('consume', -1, 100)] },
      'I3',
    ],
    ['a work of the wrong day', { works: [row({ day: '20260501' })] }, 'I5'],
    ['a failed work that keeps its seat', { works: [row({ seat: `${userId}:20260502:1` })] }, 'I4'],
    ['a charge without a work', { works: [] }, 'I3'],
    ['a work that nobody asked for', { works: [row({ requestId: 'r2' })] }, 'I1'],
    [
      'a completed work without its file',
      { works: [row({ status: 'completed', imageUrl: 'x' })] },
      'I1',
    ],
    [
      'a backup that still waits',
      { emergency_backup: [{ _id: workId, isRecovered: false }] },
      'I11',
    ],
    [
      'a balance beside its records',
      { users: [{ _id: userId, nickname: '', credits: 99, generateCount: 0 }] },
      'I7',
    ],
    ['a title that nobody gave', { works: [row({ title: 'stolen' })] }, 'I10'],
  ])('reports %s', (_what, changes, rule) => {
    expect(broken(changes)).toContain(rule);
  });

  it('reports an answer whose work is nowhere', () => {
    const planted = evidence();
    const works = [{ workId: 'work_lost', status: 'completed', imageUrl: 'x', saved: 'works' }];
    const calls = planted.calls.map((call) => ({ ...call, reply: { code: 200, data: { works } } }));

    expect(check({ ...planted, calls }).map(({ rule }) => rule)).toContain('I1');
  });

  it.each<[string, string[][], string[]]>([
    ['reports a job that no run of the timer claims', [['a:1'], ['a:1'], ['a:1']], ['S6']],
    ['takes a claim for one, even of a worker that dies', [['a:1'], ['a:2'], ['a:2']], []],
    ['begins anew when no model was free in between', [['a:1'], [], ['a:1']], []],
  ])('%s', (_what, kept, rules) => {
    const planted = evidence();
    const scenario = { ...planted.scenario, studio: calmStudio };
    const queueLooks = kept.map((jobs, index) => ({ at: now + index * 61_000, kept: jobs }));

    const found = check({ ...planted, scenario, queueLooks });

    expect(found.map(({ rule }) => rule)).toEqual(rules);
  });
});

describe('a scenario', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(createScenario(50)).toEqual(createScenario(50));
    expect(createScenario(51)).not.toEqual(createScenario(52));
  });

  it('is long in every fiftieth seed', () => {
    expect(createScenario(100).commands.length).toBeGreaterThanOrEqual(20);
    expect(createScenario(101).commands.length).toBeLessThan(25);
  });
});
