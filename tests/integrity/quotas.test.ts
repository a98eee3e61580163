import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createPlanRepository } from '../../cloudfunctions/shared/data/quota/plans';
import { findQuotaDrift } from '../../cloudfunctions/shared/integrity/checks/quota-drift';
import { createQuotaOverviewRepository } from '../../cloudfunctions/shared/data/quota/overviews';
import type { Document } from '../../devtools/emulator/database/database';
import { fillPerson, now, openArchive } from './archive';
import type { Archive } from './archive';

const root = join(__dirname, '../..');
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
type CommandResult = { code: number | null; out: string; err: string };

const ignore = () => undefined;

describe('what is derived from quotas', () => {
  let archive: Archive;
  const collection = (name: string) => archive.cloud.collection(name);
  const row = (name: string, id: string) => collection(name).rows({ _id: id })[0];

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());
  beforeEach(async () => {
    archive.cloud.cloud.reset({ seed: true });
    archive.clock.slept = 0;
    await archive.cloud.control('PUT', '/local/clock', { now: now.toISOString() });
    for (const name of ['ann', 'ben', 'cat']) {
      fillPerson(archive.cloud, name, { completed: 0, failed: 0 });
    }
    await subscribe('user_ann', {});
  });

  /** Creates a running plus membership and all rows derived from it. */
  async function subscribe(userId: string, changes: Document): Promise<void> {
    collection('user_subscriptions').put({
      ...{ _id: userId, userId, planId: 'plus', status: 'active', customQuotas: {}, version: 3 },
      ...{ startAt: hours(-240), endAt: hours(240), expiryAt: hours(240), isSynced: false },
      ...{ createdAt: hours(-240), updatedAt: hours(-24), ...changes },
    });
    const { connection, clock } = archive;
    const plans = await createPlanRepository(connection.database, ignore).list();
    const overviews = createQuotaOverviewRepository(connection.database, clock, ignore);
    await overviews.rebuild(userId, plans, now);
  }

  const find = (userIds?: string[]) =>
    findQuotaDrift(archive.connection.database, {
      ...{ now, clock: archive.clock },
      ...(userIds === undefined ? {} : { userIds }),
    });

  async function run(script: string, ...options: string[]): Promise<CommandResult> {
    const child = spawn(process.execPath, ['--import', 'tsx', `scripts/${script}.ts`, ...options], {
      cwd: root,
      env: { ...process.env, LOCAL_CLOUD_URL: archive.cloud.url },
    });
    const ended: CommandResult = { code: null, out: '', err: '' };
    child.stdout.on('data', (part: Buffer) => (ended.out += part.toString()));
    child.stderr.on('data', (part: Buffer) => (ended.err += part.toString()));
    [ended.code] = (await once(child, 'close')) as [number | null];
    return ended;
  }

  it('agrees after a rebuild, without a second read', async () => {
    expect(await find()).toEqual([]);
    expect(archive.clock.slept).toBe(0);
    expect(row('users', 'user_ann')).toMatchObject({ vipLevel: 2 });
  });

  it('reports an unreadable plan, and none of its members', async () => {
    fillPerson(archive.cloud, 'ann', { completed: 90, failed: 0 });
    archive.change('plan_features', 'plus:image_daily', { value: 'many' });
    archive.change('users', 'user_ann', { vipLevel: 1 });

    for (const mode of ['light', 'full'] as const) {
      const { status, findings } = await archive.check({ mode });
      const known = findings.filter(({ problem }) => problem !== 'levelCopy');
      expect(status).toBe('damaged');
      expect(known).toMatchObject([
        {
          problem: 'invalidPlan',
          id: 'plus:image_daily',
          what: expect.stringContaining('value') as string,
        },
      ]);
    }
    expect(await find()).toEqual([]);
  });

  it.each<[string, string, () => void]>([
    ['副本 0，应为 2', 'levelCopy', () => archive.change('users', 'user_ann', { vipLevel: 0 })],
    ['副本 3，没有会员记录', 'levelCopy', () => archive.change('users', 'user_ann', lost())],
    ['没有概览', 'overviewDrift', () => archive.remove('quota_overviews', 'user_ann')],
    [
      '版本 2，应为 3',
      'overviewDrift',
      () => archive.change('quota_overviews', 'user_ann', { version: 2 }),
    ],
    [
      'image_daily 200，应为 250',
      'overviewDrift',
      () => archive.change('plan_features', 'plus:image_daily', { value: 250 }),
    ],
    [
      '存储上限副本 5，应为 10737418240',
      'overviewDrift',
      () => collection('user_storage_usage').put({ _id: 'user_ann', limitBytes: 5 }),
    ],
    [
      '自 2026-11-20T04:00:00.000Z 起未同步',
      'quotaUnsynced',
      () => archive.change('user_subscriptions', 'user_ann', { isSynced: false }),
    ],
    [
      '已于 2026-11-21T03:00:00.000Z 到期，尚未处理',
      'quotaUnsynced',
      () =>
        archive.change('user_subscriptions', 'user_ann', {
          ...{ endAt: hours(-1), expiryAt: hours(-1) },
        }),
    ],
  ])('is found with %s', async (what, problem, damage) => {
    damage();

    expect(await find()).toContainEqual({ problem, userId: 'user_ann', what });
    expect(archive.clock.slept).toBe(1);
    expect((await find(['user_ann'])).length).toBeGreaterThan(0);
    expect(await find(['user_ben'])).toEqual([]);
  });

  function lost(): Document {
    archive.remove('user_subscriptions', 'user_ann');
    return { vipLevel: 3 };
  }

  it('is not reported while the timer may still be due', async () => {
    const recently = new Date(now.getTime() - 60_000);
    const ended = { endAt: recently, expiryAt: recently, updatedAt: recently };
    archive.change('user_subscriptions', 'user_ann', ended);
    expect(await find()).toEqual([]);
    archive.change('user_subscriptions', 'user_ann', {
      ...{ isSynced: false, version: 4, updatedAt: recently },
    });
    expect(await find()).toEqual([]);
  });

  it('is reported only when two reads agree', async () => {
    archive.change('users', 'user_ann', { vipLevel: 0 });
    const sleep = () => {
      archive.change('users', 'user_ann', { vipLevel: 2 });
      return Promise.resolve();
    };

    const clock = { ...archive.clock, sleep };
    expect(await findQuotaDrift(archive.connection.database, { now, clock })).toEqual([]);
  });

  it('is compared for any number of users, without a query per user', async () => {
    const names = Array.from({ length: 1200 }, (_, index) => `user_${10_000 + index}`);
    const [ann] = collection('user_subscriptions').rows();
    const [overview] = collection('quota_overviews').rows();
    const [user] = collection('users').rows({ _id: 'user_ann' });
    const each = (of: Document | undefined) =>
      names.map((_id) => ({ ...of, _id, userId: _id, _openid: _id }));
    collection('user_subscriptions').put(...each(ann));
    collection('quota_overviews').put(...each(overview));
    collection('users').put(...each(user));
    archive.change('users', 'user_11199', { vipLevel: 1 });
    const asked = { service: 'database', operation: 'get', fault: 'delay', delayMs: 0 } as const;
    archive.cloud.faults([asked]);

    expect((await find()).map(({ userId }) => userId)).toEqual(['user_11199']);
    expect(archive.cloud.cloud.faults.list()[0]?.fired).toBeLessThan(40);
    archive.cloud.faults([]);
  });

  it('is repaired by resync-quotas, and recorded', async () => {
    archive.change('users', 'user_ann', { vipLevel: 0 });
    archive.change('quota_overviews', 'user_ann', { version: 99 });
    archive.change('users', 'user_ben', { vipLevel: 1 });
    await subscribe('user_cat', { endAt: hours(-1), expiryAt: hours(-1), isSynced: true });

    const tried = await run('resync-quotas', '--dry-run');
    expect([tried.code, collection('admin_logs').count()]).toEqual([1, 0]);
    expect(tried.out).toContain('user_ann: levelCopy 副本 0，应为 2');
    expect(tried.out).toContain('将修正 3 位用户');
    const one = await run('resync-quotas', '--user', 'user_ben', '--json');
    expect(one.code).toBe(0);
    expect(JSON.parse(one.out)).toMatchObject({
      outcomes: [{ userId: 'user_ben', repaired: ['vipLevel'], hasExpired: false }],
    });
    const all = await run('resync-quotas');
    expect([all.code, all.out]).toEqual([0, expect.stringContaining('已修正 2 位用户')]);

    expect(row('users', 'user_ann')).toMatchObject({ vipLevel: 2 });
    expect(row('users', 'user_ben')).toMatchObject({ vipLevel: 0 });
    expect(row('quota_overviews', 'user_ann')).toMatchObject({ version: 3 });
    expect(row('user_subscriptions', 'user_cat')).toMatchObject({ status: 'ended', version: 4 });
    expect(collection('admin_logs').count({ action: 'resyncQuotas' })).toBe(3);
    expect((await run('resync-quotas')).out.trim()).toBe(
      '✅ 额度概览与副本全部一致，没有写入任何数据',
    );
    const nobody = await run('resync-quotas', '--user', 'user_nobody');
    expect([nobody.code, nobody.err.trim()]).toEqual([3, '❌ 找不到用户 user_nobody']);
  });

  it('includes what resync-quotas could not repair', async () => {
    collection('quota_overviews').put({ _id: 'user_gone', userId: 'user_gone', version: 4 });
    const { code, out } = await run('resync-quotas');
    expect(code).toBe(1);
    expect(out).toContain('⚠️ 已修正 0 位用户');
    expect(out).toContain('⚠️ user_gone 修正后仍不一致：有概览，没有会员与额度记录');
  });

  it('follows a membership that was prolonged by hand', async () => {
    archive.change('user_subscriptions', 'user_ann', { expiryAt: hours(-1) });
    expect(await find()).toMatchObject([{ problem: 'quotaUnsynced' }]);
    expect((await run('resync-quotas')).code).toBe(0);
    expect(row('user_subscriptions', 'user_ann')).toMatchObject({ expiryAt: hours(240) });
    expect(await find()).toEqual([]);
  });

  it('is shown by diagnose-quota with what every path answers, and why', async () => {
    const agreed = await run('diagnose-quota', '--user', 'user_ann');
    expect(agreed.code).toBe(0);
    for (const words of [
      '📊 总体: ✅ 各处一致',
      'aiGenerate.generate            200，已用 0',
      'aiGenerate.getDailyUsage       200，已用 0',
      'quota_overviews                200（推送给页面的行，版本 3）',
      'chat.getQuota                  1000，已用 0',
      '✔ 套餐「进阶版」：200 次  [plan_features plus:image_daily]',
    ]) {
      expect(agreed.out).toContain(words);
    }

    archive.change('quota_overviews', 'user_ann', { features: features(7) });
    archive.change('users', 'user_ann', { vipLevel: 1 });
    const before = [...archive.cloud.cloud.database.export()];
    const apart = await run('diagnose-quota', '--user', 'user_ann', '--json');
    expect(apart.code).toBe(1);
    expect(JSON.parse(apart.out)).toMatchObject({
      disagreements: [
        { about: 'image_daily', what: '各处的额度不同：200、7' },
        { about: 'level', what: '各处的额度不同：2、1' },
      ],
    });
    expect([...archive.cloud.cloud.database.export()]).toEqual(before);
  });

  function features(limit: number): Document {
    const of = (value: number) => ({ limit: value, source: 'plan', expiresAt: null });
    return {
      ...{ image_daily: of(limit), studio_daily: of(30), chat_ap_monthly: of(1000) },
      storage_bytes: of(10 * 1024 ** 3),
    };
  }

  it('names the paths that cannot answer because of a malformed row', async () => {
    archive.change('user_subscriptions', 'user_ann', { customQuotas: { image_daily: 'many' } });
    const { code, out } = await run('diagnose-quota', '--user', 'user_ann');

    expect(code).toBe(1);
    expect(out).toContain('aiGenerate.generate            ❌ 答不出（QUOTA_UNAVAILABLE');
    expect(out).toContain('（读不到）');
    const missing = await run('diagnose-quota', '--openid', 'nobody');
    expect([missing.code, missing.err]).toEqual([3, expect.stringContaining('找不到用户 user_')]);
    expect((await run('diagnose-quota')).err).toContain('缺少 --user');
  });
});
