import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fillPerson, openArchive } from './archive';
import type { Archive } from './archive';

const root = join(__dirname, '../..');
type CommandResult = { code: number | null; out: string; err: string };

describe("the admin's commands", () => {
  let archive: Archive;

  beforeAll(async () => {
    archive = await openArchive();
    fillPerson(archive.cloud, 'ann', { completed: 0, failed: 2 });
    fillPerson(archive.cloud, 'ben', { completed: 0, failed: 1 });
  });
  afterAll(() => archive.close());

  async function run(
    script: string,
    options: string[] = [],
    environment: NodeJS.ProcessEnv = {},
  ): Promise<CommandResult> {
    const child = spawn(process.execPath, ['--import', 'tsx', `scripts/${script}.ts`, ...options], {
      cwd: root,
      env: { ...process.env, LOCAL_CLOUD_URL: archive.cloud.url, ...environment },
    });
    const ended: CommandResult = { code: null, out: '', err: '' };
    child.stdout.on('data', (part: Buffer) => (ended.out += part.toString()));
    child.stderr.on('data', (part: Buffer) => (ended.err += part.toString()));
    [ended.code] = (await once(child, 'close')) as [number | null];
    return ended;
  }

  it('turn from attention to health by a repair, and say so by their exit codes', async () => {
    archive.change('users', 'user_ann', { generateCount: 5 });
    const before = await run('check-data-integrity');
    expect(before.code).toBe(1);
    expect(before.out).toContain('📊 总体状态: ⚠️ 需要关注');
    expect(before.out).toContain('user_ann: 记录 5，实际 0');
    const writes = () => archive.cloud.collection('admin_logs').count();
    const tried = await run('fix-user-consistency', ['--dry-run']);
    expect([tried.code, writes()]).toEqual([1, 0]);
    const repaired = await run('fix-user-consistency', ['--json']);
    expect([repaired.code, writes()]).toEqual([0, 1]);
    expect(JSON.parse(repaired.out)).toMatchObject({ written: 1, waiting: [] });
    const after = await run('check-data-integrity', ['--json']);
    expect(after.code).toBe(0);
    expect(JSON.parse(after.out)).toMatchObject({ status: 'healthy', findings: [] });
  });

  it('report contradictions as damage', async () => {
    archive.change('users', 'user_ben', { credits: 5 });
    const { code, out } = await run('check-data-integrity');
    expect(code).toBe(2);
    expect(out).toContain('user_ben: 余额 5，流水合计 100');
    archive.change('users', 'user_ben', { credits: 100 });
  });

  it('tell the whole story of one work', async () => {
    const { code, out } = await run('diagnose-work', ['work_ann_1']);
    expect(code).toBe(0);
    expect(out).toContain('status: failed');
    expect(out).toContain('refund:work_ann_1 1（99 → 100）');
    expect(out).toContain('🎉 没有发现问题');
    const missing = await run('diagnose-work', ['work_nobody']);
    expect(missing.code).toBe(3);
    expect(missing.err).toContain('找不到作品 work_nobody');
  });

  it('accept that the file of a deleted work is gone, and name nobody', async () => {
    fillPerson(archive.cloud, 'dan', { completed: 1, failed: 0 });
    archive.change('works', 'work_dan_1', { deletedAt: new Date(), hasFilesToRemove: false });
    const { code, out } = await run('diagnose-work', ['work_dan_1']);
    expect(code).toBe(0);
    expect(out).toContain('🗑 已删除 cloud://');
    const told = await run('diagnose-work', ['work_dan_1', '--json']);
    expect(told.out).not.toContain('openid');
  });

  it.each<[string, string, string[], NodeJS.ProcessEnv, string]>([
    ['npm kept --dry-run', 'fix-user-consistency', [], { npm_config_dry_run: 'true' }, '--dry-run'],
    ['npm kept --env', 'recover-from-backup', [], { npm_config_env: 'prod' }, '--env'],
    ['a word was written', 'fix-user-consistency', ['dry-run'], {}, 'dry-run'],
    ['a word is too many', 'diagnose-work', ['work_ann_1', 'work_ann_2'], {}, 'work_ann_2'],
  ])('write nothing when %s', async (_what, script, options, environment, named) => {
    archive.change('users', 'user_ann', { generateCount: 5 });
    const { code, err } = await run(script, options, environment);
    expect(code).toBe(3);
    expect(err).toContain(`没有收到的参数：${named}。`);
    expect(archive.cloud.collection('users').rows({ _id: 'user_ann' })).toMatchObject([
      { generateCount: 5 },
    ]);
    archive.change('users', 'user_ann', { generateCount: 0 });
  });

  it('take one user only', async () => {
    const { code, err } = await run('diagnose-quota', ['--user', 'a', '--openid', 'b']);
    expect(code).toBe(3);
    expect(err).toContain('用户只给一个');
  });

  it('find nothing to recover here', async () => {
    const { code, out } = await run('recover-from-backup');
    expect([code, out.trim()]).toEqual([0, '✅ 没有等待恢复的备份']);
  });

  it('report a malformed row in one sentence, and continue with the others', async () => {
    const plan = { planId: 'plus', featureCode: 'image_daily', value: '200' };
    archive.cloud.collection('plan_features').put({ _id: 'plus:image_daily', ...plan });
    archive.cloud
      .collection('user_subscriptions')
      .put(
        { _id: 'user_ann', userId: 'user_ann', customQuotas: { image_daily: 'many' }, version: 1 },
        { _id: 'user_ben', userId: 'user_ben', customQuotas: {}, version: 1, isSynced: false },
      );
    const { code, out, err } = await run('resync-quotas');
    expect(out).toContain('✅ 已修正 1 位用户');
    expect(`${out}${err}`).not.toMatch(/ZodError|"code": "invalid_type"|\n\s+at /);
    expect(err).toContain('⚠️ plan_features/plus:image_daily：value');
    expect(code).toBe(0);
    const own = await run('diagnose-quota', ['--user', 'user_ann']);
    expect(own.out).toContain('记录 user_subscriptions/user_ann 不符合数据结构（customQuotas');
    for (const name of ['plan_features', 'user_subscriptions', 'quota_overviews']) {
      archive.cloud.collection(name).empty();
    }
  });

  it('explain what the disk refuses in one sentence', async () => {
    const { code, err } = await run('recover-from-backup', ['--from-log', 'no/such/file.log']);
    expect(code).toBe(3);
    expect(err).toContain('读不到日志文件：no/such/file.log：文件或目录不存在（ENOENT）');
  });

  it('say how to start when no cloud answers, and what a real environment needs', async () => {
    const nowhere = await run('check-data-integrity', [], {
      LOCAL_CLOUD_URL: 'http://127.0.0.1:1',
    });
    expect(nowhere.code).toBe(3);
    expect(nowhere.err).toContain('npm start');
    const keyless = await run('check-data-integrity', ['--env', 'test-1a2b3c'], {
      TENCENTCLOUD_SECRETID: '',
      TENCENTCLOUD_SECRETKEY: '',
    });
    expect(keyless.code).toBe(3);
    expect(keyless.err).toContain('TENCENTCLOUD_SECRETID、TENCENTCLOUD_SECRETKEY');
  });
});
