import type { ActionName, FunctionName, InputOf } from '../../cloudfunctions/shared/contracts';
import type { Document } from '../../devtools/emulator/database/database';
import { openStudio, refused, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';

const minuteMs = 60_000;

describe('what admins look at', () => {
  let studio: Studio;
  let alice: string;
  const put = (collection: string, ...rows: Document[]) =>
    studio.cloud.collection(collection).put(...rows);

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    // 15:30 in Beijing, so "today" began 15 hours ago.
    const offsetMs = Date.parse('2027-01-20T07:30:00Z') - Date.now();
    await studio.cloud.control('PUT', '/local/clock', { offsetMs });
    alice = await studio.member('alice', { nickname: '小满' });
    await studio.member('root', { userType: 'admin', nickname: '陈默' });
    await studio.member('kim', { userType: 'support' });
  });

  const now = () => studio.cloud.cloud.clock.now();
  const ago = (ms: number) => new Date(now() - ms);
  const overview = async () => succeeded(await studio.call('root', 'admin', 'getOverview', {}));

  function work(id: string, more: Document = {}): Document {
    const createdAt = (more['createdAt'] as Date | undefined) ?? ago(5 * minuteMs);
    return {
      ...{ _id: `work_${id}`, _openid: 'alice', openid: 'alice', userId: alice, type: 'text2img' },
      ...{ status: 'completed', title: '秘密的标题', originalPrompt: '秘密的描述', seat: id },
      ...{ day: '20270120', cost: 1, refundedCredits: 0, deletedAt: null, createdAt },
      ...{ updatedAt: createdAt, startedAt: createdAt },
      completedAt: new Date(createdAt.getTime() + 6_000),
      ...more,
    };
  }
  function job(id: string, state: string, createdAt: Date, more: Document = {}): Document {
    return {
      ...{ _id: `work_${id}`, taskId: `task_${id}`, userId: alice, openid: 'alice', state },
      ...{ type: 'photography', dueAt: createdAt, turn: createdAt, leaseToken: 0 },
      inputs: {
        ...{ type: 'photography', garmentAssetId: 'a', sceneId: 'studio-white', model: 'none' },
        ...{ size: '864x1152', prompt: '影棚' },
      },
      ...{ attempts: 3, lostLeases: 0, createdAt, updatedAt: createdAt, ...more },
    };
  }
  function order(id: string, status: string, paidAt: Date, more: Document = {}): Document {
    return {
      ...{
        _id: `P0000000${id}`,
        _openid: 'alice',
        userId: alice,
        channel: 'virtual',
        env: 'sandbox',
      },
      package: {
        ...{
          packageId: 'credits_60',
          kind: 'credits',
          name: '60 积分',
          priceFen: 600,
          credits: 60,
        },
        ...{ bonusCredits: 0, planId: null, days: null, version: 1 },
      },
      ...{ status, orderFee: 600, paidFee: 600, couponFee: 0, paidAt, refundedFen: 0 },
      ...{ returnedCredits: 0, returnedDays: 0, shortfallCredits: 0, isDelivered: false },
      ...{ queriedAt: paidAt, createdAt: paidAt, updatedAt: paidAt, version: 1, ...more },
    };
  }

  const reading: [FunctionName, string, object][] = [
    ['admin', 'getOverview', {}],
    ['admin', 'listWorks', {}],
    ['admin', 'listQueue', {}],
    ['admin', 'listBackups', {}],
    ['admin', 'getUserStory', { userId: 'alice' }],
    ['queue', 'listDead', {}],
    ['payment', 'searchOrders', {}],
    ['payment', 'listProposals', {}],
    ['quota', 'searchUsers', {}],
    ['quota', 'getUserOverview', { userId: 'alice' }],
    ['quota', 'listAudits', { userId: 'alice' }],
    ['quota', 'explain', { userId: 'alice', feature: 'image_daily' }],
    ['scene', 'listVersions', {}],
  ];

  it.each(reading)(
    '%s.%s can be read by support and admins, and by nobody else',
    async (name, action, input) => {
      const ask = (who: string) => {
        const data = 'userId' in input ? { ...input, userId: alice } : input;
        return studio.call(who, name, action as ActionName<typeof name>, data as never);
      };
      expect(refused(await ask('alice')).error).toBe('FORBIDDEN');
      succeeded(await ask('kim'));
      succeeded(await ask('root'));
      // The user's row decides, not what the phone assumes.
      await studio.member('root', { userType: 'wechat' });
      expect(refused(await ask('root')).error).toBe('FORBIDDEN');
    },
  );

  it('is changed by admins only', async () => {
    const reason = { reason: '试', requestId: 'q' };
    const changes: Promise<unknown>[] = (['alice', 'kim'] as const).flatMap((who) => {
      const call = <F extends FunctionName, A extends ActionName<F>>(
        name: F,
        action: A,
        input: InputOf<F, A>,
      ) => studio.call(who, name, action, input).then((reply) => refused(reply).error);
      return [
        call('queue', 'replay', { jobId: 'x', ...reason }),
        call('queue', 'discard', { jobId: 'x', ...reason }),
        call('payment', 'recheck', { orderId: 'P00000001' }),
        call('payment', 'refund', { orderId: 'P00000001', fen: 1, ...reason }),
        call('payment', 'approve', { proposalId: 'x', requestId: 'q' }),
        call('userInfo', 'adjustCredits', { userId: alice, amount: 1, ...reason }),
        call('quota', 'adjust', { userId: alice, feature: 'image_daily', value: 1, ...reason }),
      ];
    });
    expect(await Promise.all(changes)).toEqual(changes.map(() => 'FORBIDDEN'));
  });

  it('counts the works of today and of 24 hours, and how long pictures take', async () => {
    put(
      'works',
      ...Array.from({ length: 8 }, (_, n) => work(`ok${n}`)),
      work('broken', { status: 'failed', errorCode: 'PROVIDER_FAILED' }),
      work('refused', { status: 'failed', errorCode: 'CONTENT_REFUSED' }),
      work('cancelled', { status: 'cancelled', errorCode: 'CANCELLED' }),
      work('yesterday', { createdAt: ago(16 * 3_600_000) }),
      work('long-ago', { createdAt: ago(30 * 3_600_000) }),
    );

    const { works, duration } = await overview();

    expect(works).toMatchObject({ today: 11, completed: 8, failed: 1, isCut: false });
    expect(works.hours).toHaveLength(24);
    expect(works.hours[23]).toEqual({
      ...{ at: '2027-01-20T07:00:00.000Z', completed: 8, failed: 1, others: 2 },
    });
    expect(works.hours.filter(({ completed }) => completed > 0)).toHaveLength(2);
    expect(duration).toEqual({ medianMs: 6_000, p95Ms: 6_000 });
  });

  it('counts queued, dead and waiting jobs', async () => {
    const oldest = ago(12 * minuteMs);
    put(
      'task_jobs',
      job('q1', 'queued', oldest),
      job('q2', 'queued', ago(minuteMs)),
      job('d1', 'accepted', ago(2 * minuteMs)),
      job('c1', 'arrived', ago(2 * minuteMs)),
      job('c2', 'checked', ago(2 * minuteMs)),
      job('x1', 'dead', ago(60 * minuteMs), { errorCode: 'PROVIDER_TIMEOUT', discardedAt: null }),
      job('x2', 'dead', ago(60 * minuteMs), { discardedAt: ago(minuteMs) }),
      job('f1', 'done', ago(60 * minuteMs)),
    );
    put('emergency_backup', {
      ...{ _id: 'work_b', userId: alice, day: '20270120', work: {}, isRecovered: false },
      ...{ originalError: 'timeout', retryCount: 3, timestamp: ago(minuteMs) },
    });

    const { queue, deadJobs, waitingBackups } = await overview();

    expect(queue).toEqual({
      ...{ queued: 2, drawing: 1, checking: 2, oldestAt: oldest.toISOString() },
    });
    expect([deadJobs, waitingBackups]).toEqual([1, 1]);
    const { jobs } = succeeded(await studio.call('kim', 'admin', 'listQueue', {}));
    expect(jobs.map(({ jobId, state }) => [jobId, state])).toEqual([
      ['work_q1', 'queued'],
      ['work_d1', 'drawing'],
      ['work_c1', 'checking'],
      ['work_c2', 'checking'],
      ['work_q2', 'queued'],
    ]);
    const { backups } = succeeded(await studio.call('kim', 'admin', 'listBackups', {}));
    expect(backups).toMatchObject([{ workId: 'work_b', nickname: '小满', retryCount: 3 }]);
    const { jobs: dead } = succeeded(await studio.call('kim', 'queue', 'listDead', {}));
    expect(dead).toMatchObject([
      { jobId: 'work_x1', nickname: '小满', sceneName: '纯白影棚', replayFen: 20, providers: [] },
    ]);
  });

  it('sums the money of today, and the parked orders', async () => {
    put(
      'orders',
      order('1', 'credited', ago(minuteMs), { creditedAt: ago(minuteMs) }),
      order('2', 'paid', ago(minuteMs)),
      order('3', 'refunded', ago(minuteMs), { refundedFen: 600 }),
      order('4', 'credited', ago(20 * 60 * minuteMs)),
      order('5', 'needs_review', ago(30 * 60 * minuteMs), { orderFee: null, review: 'amount' }),
    );

    const { money } = await overview();

    expect(money).toEqual({
      ...{ paidCount: 3, paidFen: 1800, creditedCount: 2, creditedFen: 1200 },
      ...{ parkedCount: 1, parkedFen: 600, env: 'live' },
    });
  });

  it('shows the alarms that are not over', async () => {
    const since = ago(minuteMs);
    const alarm = (kind: string, isOpen: boolean) => ({
      ...{ _id: kind, isOpen, value: 12, text: `${kind} 12`, since, endedAt: null },
      ...{ toldAt: null, messagedAt: null },
    });
    put('alarms', alarm('waitingTask', true), alarm('deadJobs', false));

    expect((await overview()).alarms).toEqual([
      { kind: 'waitingTask', text: 'waitingTask 12', since: since.toISOString() },
    ]);
  });

  it('distinguishes models that work, cool down, are off or have no key', async () => {
    put('provider_health', {
      ...{ _id: 'zhipu', failures: 3, cooldownUntil: new Date(now() + minuteMs), reason: 'x' },
      updatedAt: ago(0),
    });
    const { providers } = await overview();

    // Only Zhipu has a key in this cloud: its three models cool down.
    expect(providers).toMatchObject({ working: 0, cooling: 3 });
    expect(providers.withoutKey).toBeGreaterThan(0);
  });

  it('costs as many calls of the database with a thousand works as with one', async () => {
    const calls = async () => {
      const event = { action: 'getOverview', data: {} };
      return (await studio.cloud.report('admin', event, 'root')).calls.database;
    };
    put('works', work('one'));
    const few = await calls();
    put('works', ...Array.from({ length: 1000 }, (_, n) => work(`many${n}`)));

    expect(await calls()).toBe(few);
    expect(few).toBeLessThanOrEqual(22);
    expect((await overview()).works.today).toBe(1001);
  });

  it('shows rows and stories without user content', async () => {
    put('works', work('ok'), work('no', { status: 'failed', errorCode: 'PROVIDER_FAILED' }));
    const story = succeeded(await studio.call('kim', 'admin', 'getUserStory', { userId: alice }));
    expect(story.works.map(({ workId }) => workId).sort()).toEqual(['work_no', 'work_ok']);
    expect(story.credits).toMatchObject([{ kind: 'welcome', amount: 100 }]);
    const list = succeeded(await studio.call('kim', 'admin', 'listWorks', { status: 'failed' }));
    expect(list.works).toMatchObject([{ workId: 'work_no', nickname: '小满', ms: 6_000 }]);
    expect(JSON.stringify([story, list])).not.toContain('秘密');

    succeeded(
      await studio.call('root', 'userInfo', 'adjustCredits', {
        ...{ userId: alice, amount: 20, reason: '补偿', requestId: 'a' },
      }),
    );
    const after = succeeded(await studio.call('kim', 'admin', 'getUserStory', { userId: alice }));
    expect(after.user.credits).toBe(120);
    expect(after.acts).toMatchObject([{ action: 'adjustCredits', adminName: '陈默' }]);
    expect(
      refused(await studio.call('kim', 'admin', 'getUserStory', { userId: 'user_nobody' })).error,
    ).toBe('NOT_FOUND');
  });

  it('pages through each part of the story of a user without gaps or repetitions', async () => {
    put('works', ...Array.from({ length: 27 }, (_, n) => work(`w${n}`)));
    const story = succeeded(await studio.call('kim', 'admin', 'getUserStory', { userId: alice }));
    expect(story.works).toHaveLength(10);
    expect(story.cursors).toMatchObject({ credits: null, orders: null });
    const more = (cursor: string | null) =>
      studio.call('kim', 'admin', 'listUserRows', {
        ...{ userId: alice, part: 'works', cursor, pageSize: 10 },
      });
    const second = succeeded(await more(story.cursors.works ?? null));
    const third = succeeded(await more(second.nextCursor));
    expect(third).toMatchObject({ nextCursor: null, credits: [], orders: [] });
    const ids = [story, second, third].flatMap(({ works }) => works.map(({ workId }) => workId));
    expect(new Set(ids).size).toBe(27);
    expect(ids).toHaveLength(27);

    expect(refused(await more('nonsense')).error).toBe('INVALID_INPUT');
    for (const [requestId, amount] of [...Array(12).keys()].map((n) => [`r${n}`, n + 1] as const)) {
      const change = { userId: alice, amount, reason: '补偿', requestId };
      succeeded(await studio.call('root', 'userInfo', 'adjustCredits', change));
    }
    const full = succeeded(await studio.call('kim', 'admin', 'getUserStory', { userId: alice }));
    const acts = succeeded(
      await studio.call('kim', 'admin', 'listUserRows', {
        ...{ userId: alice, part: 'acts', cursor: full.cursors.acts ?? null, pageSize: 20 },
      }),
    );
    const seen = [...full.acts, ...acts.acts];
    expect(seen).toHaveLength(12);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(12);
    expect(acts.acts).toMatchObject([{ adminName: '陈默' }, { adminName: '陈默' }]);
  });
});
