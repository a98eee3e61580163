import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { planApRepairs, repairAp } from '../../cloudfunctions/shared/integrity/repairs/ap';
import {
  createAccount,
  usersWithoutAccount,
} from '../../cloudfunctions/shared/integrity/repairs/chat-quota-init';
import type { Document } from '../../devtools/emulator/database/database';
import { fillPerson, now, openArchive } from './archive';
import type { Archive } from './archive';

const ignore = () => undefined;
const hourMs = 3_600_000;
const hours = (count: number) => new Date(now.getTime() + count * hourMs);
const resetAt = new Date('2026-12-01T00:00:00+08:00');
const lastMonth = new Date('2026-10-31T12:00:00+08:00');

async function runScript(script: string, options: string[], url: string) {
  const child = spawn(process.execPath, ['--import', 'tsx', `scripts/${script}.ts`, ...options], {
    cwd: join(__dirname, '../..'),
    env: { ...process.env, LOCAL_CLOUD_URL: url },
  });
  let out = '';
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out: out.trim() };
}

describe('the integrity check of the chat', () => {
  let archive: Archive;
  const by = { runId: 'run', operator: 'tester' };
  const put = (collection: string, ...rows: Document[]) =>
    archive.cloud.collection(collection).put(...(rows as (Document & { _id: string })[]));
  const quota = (changes: Document = {}) =>
    put('chat_quotas', {
      ...{ _id: 'user_ann', userId: 'user_ann', membershipLevel: 'free', monthlyQuota: 100 },
      ...{ monthlyUsed: 2, holds: [], quotaResetAt: resetAt, totalUsed: 3, todayUsed: 2 },
      ...{ todayDay: '20261121', createdAt: lastMonth, updatedAt: now, ...changes },
    });
  const answer = (n: number, changes: Document = {}) =>
    put('chat_messages', {
      ...{
        _id: `answer_${n}`,
        _openid: 'ann',
        userId: 'user_ann',
        sessionId: 's',
        messageId: `m${n}`,
      },
      ...{ role: 'assistant', text: '好', status: 'completed', apUsed: 1 },
      ...{ createdAt: hours(-1), updatedAt: hours(-1), ...changes },
    });
  const log = (n: number, changes: Document = {}) =>
    put('chat_usage_logs', {
      ...{ _id: `answer_${n}`, userId: 'user_ann', sessionId: 's', membershipLevel: 'free' },
      ...{ tokensUsed: 100, apUsed: 1, createdAt: hours(-1), ...changes },
    });
  const row = () => archive.cloud.collection('chat_quotas').rows({ _id: 'user_ann' })[0];
  const plan = (userIds?: string[]) =>
    planApRepairs(archive.connection.database, {
      ...{ now, clock: archive.clock },
      ...(userIds === undefined ? {} : { userIds }),
    });
  const found = async (mode: 'full' | 'light' = 'full') =>
    (await archive.check({ mode })).findings.map(({ problem, id, what }) => [problem, id, what]);

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());
  beforeEach(() => {
    archive.cloud.faults([]);
    archive.cloud.cloud.reset({ seed: false });
    archive.clock.slept = 0;
    quota();
    for (const n of [1, 2, 3]) answer(n);
    log(1, { createdAt: lastMonth });
    log(2);
    log(3);
  });

  it('finds nothing where AP, logs and answers agree', async () => {
    answer(4, { status: 'stopped', text: '', apUsed: 0 });
    answer(5, { status: 'failed', text: '', apUsed: 0 });
    answer(6, { status: 'streaming', text: '', apUsed: 0, updatedAt: now });
    put('chat_messages', {
      ...archive.cloud.collection('chat_messages').rows()[0],
      _id: 'question_1',
    });

    expect((await archive.check()).status).toBe('healthy');
    expect((await archive.check({ mode: 'light' })).status).toBe('healthy');
    expect(archive.clock.slept).toBe(0);
  });

  it.each<[string, () => void, string[]]>([
    [
      'used AP that no log knows',
      () => quota({ monthlyUsed: 5 }),
      ['apDrift', 'user_ann', '记录 本月 5、累计 3，流水 本月 2、累计 3'],
    ],
    [
      'a total that is not the sum',
      () => quota({ totalUsed: 9 }),
      ['apDrift', 'user_ann', '记录 本月 2、累计 9，流水 本月 2、累计 3'],
    ],
    [
      'logs without an account',
      () => archive.remove('chat_quotas', 'user_ann'),
      ['apDrift', 'user_ann', '没有额度记录，流水 本月 2、累计 3'],
    ],
    [
      'a month that begins too late',
      () => quota({ quotaResetAt: new Date('2027-03-01T00:00:00+08:00'), monthlyUsed: 0 }),
      ['apDrift', 'user_ann', '记录 本月 0、累计 3，流水 本月 2、累计 3，重置时间晚于下月'],
    ],
    [
      'a month that only ends too late',
      () => quota({ quotaResetAt: new Date('2028-04-01T00:00:00+08:00') }),
      ['resetAhead', 'user_ann', '2028-04-01 00:00 才重置'],
    ],
    [
      'a hold that nobody took away',
      () => quota({ holds: [{ messageId: 'x', ap: 2, expiresAt: hours(-2) }] }),
      ['deadHold', 'user_ann', '1 个预留共 2 AP 早已过期'],
    ],
    [
      'an account that cannot be read',
      () => quota({ monthlyUsed: 'two' }),
      ['invalidChatQuota', 'user_ann', expect.stringContaining('monthlyUsed') as string],
    ],
    [
      'a usage log that cannot be read',
      () => log(2, { createdAt: 'yesterday' }),
      ['invalidUsageLog', 'answer_2', expect.stringContaining('createdAt') as string],
    ],
    [
      'an answer that was not paid',
      () => archive.remove('chat_usage_logs', 'answer_3'),
      ['answerUsage', 'answer_3', '没有用量流水'],
    ],
    [
      'a payment without an answer',
      () => archive.remove('chat_messages', 'answer_2'),
      ['answerUsage', 'answer_2', '有用量流水，没有回答'],
    ],
    [
      'a payment for an answer that failed',
      () => answer(2, { status: 'failed', text: '', apUsed: 0 }),
      ['answerUsage', 'answer_2', '有用量流水，回答为 failed'],
    ],
    [
      'another price',
      () => answer(2, { apUsed: 5 }),
      ['answerUsage', 'answer_2', '回答 5 AP，流水 1 AP'],
    ],
  ])('finds %s', async (_what, spoil, expected) => {
    spoil();
    expect(await found()).toContainEqual(expected);
  });

  it.each(['full', 'light'] as const)(
    'finds what the timers should have done: %s',
    async (mode) => {
      quota({ quotaResetAt: new Date('2026-11-01T00:00:00+08:00'), monthlyUsed: 1 });
      answer(7, { status: 'streaming', text: '', apUsed: 0, updatedAt: hours(-1) });
      expect(await found(mode)).toEqual([
        ['resetOverdue', 'user_ann', '已逾期 20 天'],
        ['stuckAnswer', 'answer_7', '已 60 分钟没有进展'],
      ]);
    },
  );

  it('finds a month that ends too late by an index, in light mode too', async () => {
    quota({ quotaResetAt: new Date('2028-04-01T00:00:00+08:00') });
    expect(await found('light')).toEqual([['resetAhead', 'user_ann', '2028-04-01 00:00 才重置']]);
  });

  it('drops findings that are gone a second later', async () => {
    quota({ monthlyUsed: 1, totalUsed: 2 });
    archive.remove('chat_usage_logs', 'answer_3');
    const sleep = () => {
      quota();
      log(3);
      return Promise.resolve();
    };
    const report = await archive.check({ clock: { ...archive.clock, sleep } });
    expect(report.findings).toEqual([]);
  });

  it('reads any number of rows', async () => {
    const rows = Array.from({ length: 2_500 }, (_, index) => ({
      ...{ _id: `answer_x${index}`, userId: 'user_ben', sessionId: 's', apUsed: 1 },
      createdAt: hours(-1),
    }));
    put('chat_usage_logs', ...rows);
    put(
      'chat_messages',
      ...rows.map(({ createdAt, ...rest }) => ({
        ...{ ...rest, _openid: 'ben', messageId: rest._id, role: 'assistant', text: '好' },
        ...{ status: 'completed', createdAt, updatedAt: createdAt },
      })),
    );
    quota({ _id: 'user_ben', userId: 'user_ben', monthlyUsed: 2_500, totalUsed: 2_500 });
    expect(await found()).toEqual([]);

    quota({ _id: 'user_ben', userId: 'user_ben', monthlyUsed: 2_499, totalUsed: 2_500 });
    expect(await found()).toEqual([
      ['apDrift', 'user_ben', '记录 本月 2499、累计 2500，流水 本月 2500、累计 2500'],
    ]);
  });

  describe('fix-user-consistency', () => {
    const run = async () => {
      const [planned] = await plan();
      if (planned === undefined) throw new Error('Nothing is planned.');
      return repairAp(archive.connection.database, archive.clock, planned, by, now, ignore);
    };

    it('sets the sums of the logs, with before and after in admin_logs', async () => {
      quota({
        monthlyUsed: 50,
        totalUsed: 60,
        holds: [{ messageId: 'x', ap: 1, expiresAt: hours(1) }],
      });
      expect(await plan(['user_ben'])).toEqual([]);
      expect(await run()).toBe(true);
      expect(row()).toMatchObject({ monthlyUsed: 2, totalUsed: 3, holds: [{ messageId: 'x' }] });
      expect(archive.cloud.collection('admin_logs').rows()).toMatchObject([
        {
          ...{ action: 'fixApUsage', target: 'user_ann' },
          ...{ before: { monthlyUsed: 50 }, after: { monthlyUsed: 2, totalUsed: 3 } },
        },
      ]);
      expect(await plan()).toEqual([]);
    });

    it('creates the account of a user without one', async () => {
      archive.remove('chat_quotas', 'user_ann');
      expect(await run()).toBe(true);
      expect(row()).toMatchObject({
        monthlyUsed: 2,
        totalUsed: 3,
        quotaResetAt: resetAt,
        holds: [],
      });
      expect((await archive.check()).status).toBe('healthy');
    });

    it('moves a month back that began too early', async () => {
      quota({ quotaResetAt: new Date('2027-03-01T00:00:00+08:00'), monthlyUsed: 0 });
      expect(await run()).toBe(true);
      expect(row()).toMatchObject({ monthlyUsed: 2, quotaResetAt: resetAt });
    });

    it('does not touch an account that has changed since', async () => {
      quota({ monthlyUsed: 50 });
      const [planned] = await plan();
      quota({ monthlyUsed: 51 });
      const database = archive.connection.database;
      expect(planned && (await repairAp(database, archive.clock, planned, by, now, ignore))).toBe(
        false,
      );
      expect(row()).toMatchObject({ monthlyUsed: 51 });
      expect(archive.cloud.collection('admin_logs').count()).toBe(0);
    });
  });

  describe('init-chat-quotas', () => {
    const missing = async () => {
      const found: string[] = [];
      for await (const some of usersWithoutAccount(archive.connection.database, archive.clock)) {
        found.push(...some);
      }
      return found;
    };
    const create = (userId: string) =>
      createAccount(archive.connection.database, userId, now, ignore);

    it('creates accounts for users without one, once, and changes no other', async () => {
      for (const name of ['ann', 'ben'])
        fillPerson(archive.cloud, name, { completed: 0, failed: 0 });
      put('user_subscriptions', {
        ...{ _id: 'user_ben', userId: 'user_ben', status: 'none', version: 1 },
        customQuotas: { chat_ap_monthly: { value: 250 } },
      });
      const standing = row();
      expect(await missing()).toEqual(['user_ben']);

      expect(await create('user_ben')).toBe(true);
      expect(await create('user_ben')).toBe(false);
      expect(await create('user_ann')).toBe(false);

      expect(await missing()).toEqual([]);
      expect(row()).toEqual(standing);
      expect(archive.cloud.collection('chat_quotas').rows({ _id: 'user_ben' })).toMatchObject([
        { membershipLevel: 'free', monthlyQuota: 250, monthlyUsed: 0, quotaResetAt: resetAt },
      ]);
      expect((await found()).filter(([problem]) => problem === 'apDrift')).toEqual([]);
    });

    it('is a command that can be repeated, and has a dry run', async () => {
      fillPerson(archive.cloud, 'ben', { completed: 0, failed: 0 });
      const run = (...options: string[]) =>
        runScript('init-chat-quotas', options, archive.cloud.url);

      expect(await run('--dry-run')).toMatchObject({
        ...{ code: 1, out: '试运行：将建立 1 条记录，没有写入任何数据' },
      });
      expect(archive.cloud.collection('chat_quotas').count()).toBe(1);
      expect(await run()).toMatchObject({ code: 0, out: '✅ 已建立 1 条 AP 额度记录' });
      expect(await run('--json')).toMatchObject({
        ...{ code: 0, out: '{"dryRun":false,"missing":0,"created":0}' },
      });
    });

    it('goes through any number of users', async () => {
      const people = Array.from({ length: 2_100 }, (_, index) => ({
        ...{ _id: `user_${index}`, _openid: `${index}`, userType: 'wechat', credits: 0 },
        createdAt: now,
      }));
      put('users', ...people);
      expect(await missing()).toHaveLength(2_100);
    });
  });
});
