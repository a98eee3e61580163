import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Operator } from '../../scripts/cloud/operator';
import { provision as provisionCommand } from '../../scripts/cloud/provision/command';
import { createProject, smallTemplates, writeFiles } from './fixtures';
import { startAccount } from './stub/account';
import type { StubAccount } from './stub/account';
import { toPlain } from './stub/tcb';
import { run, runCutAfterEveryWrite } from './support';
import type { RunOptions } from './support';

const env = ['--env', 'test-1a2b3c'];
const apply = [...env, '--apply', '--yes'];

let account: StubAccount;
let folder: string;

beforeEach(async () => {
  account = await startAccount();
  folder = createProject(smallTemplates);
});
afterEach(async () => {
  await account.close();
  rmSync(folder, { recursive: true });
});

const provision = (words: string[], options?: RunOptions) =>
  run(
    account,
    (operator: Operator, given) =>
      provisionCommand(operator, given, join(folder, 'database-templates')),
    words,
    options,
  );

function expectComplete() {
  const { collections, files, storagePermission, bucket } = account.environment;
  expect([...collections.keys()].sort()).toEqual(['messages', 'styles', 'works']);
  expect(collections.get('works')).toMatchObject({
    permission: { tag: 'ADMINONLY' },
    indexes: [
      { name: 'seat', keys: [{ name: 'seat', direction: '1' }], isUnique: true },
      {
        name: 'list',
        keys: [
          { name: 'userId', direction: '1' },
          { name: 'createdAt', direction: '-1' },
        ],
        isUnique: false,
      },
    ],
  });
  expect(collections.get('messages')?.permission).toEqual({
    tag: 'CUSTOM',
    rule: JSON.stringify({ read: 'doc._openid == auth.openid', write: false }),
  });
  expect(collections.get('styles')?.rows.map(toPlain)).toEqual([
    { _id: 'ink', name: '水墨', imageUrl: `cloud://test-1a2b3c.${bucket}/seed/ink.jpg`, order: 1 },
    { _id: 'oil', name: '油画', order: 2, seedVersion: 1, since: new Date('2026-01-01T00:00:00Z') },
  ]);
  expect(files.get('seed/ink.jpg')?.toString()).toBe('a picture of ink');
  expect(storagePermission.tag).toBe('CUSTOM');
  expect(JSON.parse(storagePermission.rule ?? '')).toEqual({
    read: '/^seed\\//.test(resource.path) == true || (/^uploads\\//.test(resource.path) == true && resource.openid == auth.openid)',
    write: '(/^uploads\\//.test(resource.path) == true && resource.openid == auth.openid)',
  });
}

describe('provision without --apply', () => {
  it('shows the plan and changes nothing', async () => {
    const { exitCode, output } = await provision(env);
    expect(exitCode).toBe(0);
    expect(output).toContain('环境 test-1a2b3c（test，个人版）');
    expect(output).toContain('+ 唯一索引 seat（seat）');
    expect(output).toContain('+ 行 ink');
    expect(account.writes()).toEqual([]);
  });
});

describe('provision --apply', () => {
  it('fills a clean environment, and changes nothing the second time', async () => {
    expect(await provision(apply)).toMatchObject({ exitCode: 0 });
    expectComplete();
    const writes = account.writes().length;
    const second = await provision(apply);
    expect(second).toMatchObject({ exitCode: 0 });
    expect(second.output).toContain('✓ 环境与仓库一致');
    expect(account.writes()).toHaveLength(writes);
  });

  it('never opens a new collection to phones, not even for a moment', async () => {
    await provision(apply);
    const created = account.calls.filter(({ action }) => action === 'CreateTable');
    expect(created.map(({ params }): unknown => params['PermissionInfo'])).toEqual(
      Array<unknown>(3).fill({ AclTag: 'ADMINONLY', EnvId: 'test-1a2b3c' }),
    );
  });

  it('waits for the rate limit', async () => {
    account.throttleEvery = 3;
    expect(await provision(apply)).toMatchObject({ exitCode: 0 });
    expectComplete();
  });

  it('reads every page of a long list of collections', async () => {
    const { collections } = account.environment;
    for (let number = 0; number < 230; number += 1) {
      const permission = { tag: 'ADMINONLY' };
      collections.set(`other_${number}`, { rows: [], indexes: [], permission, notReadyFor: 0 });
    }
    await provision(apply);
    expect((await provision(apply)).exitCode).toBe(0);
    expect(account.calls.filter(({ action }) => action === 'CreateTable')).toHaveLength(3);
  });

  it('asks for the id of the environment and continues only with it', async () => {
    const wrong = await provision([...env, '--apply'], { answer: 'yes' });
    expect(wrong.exitCode).toBe(130);
    expect(account.writes()).toEqual([]);
    expect(await provision([...env, '--apply'], { answer: 'test-1a2b3c' })).toMatchObject({
      exitCode: 0,
    });
  });

  it('changes nothing without consent when there is no terminal', async () => {
    const { exitCode, output } = await provision([...env, '--apply']);
    expect(exitCode).toBe(1);
    expect(output).toContain('--yes');
    expect(account.writes()).toEqual([]);
  });

  it('stops after the change in flight, and resumes the next time', async () => {
    const abort = new AbortController();
    const stopped = await provision(apply, {
      signal: abort.signal,
      onProgress: (step, done) => {
        if (step.startsWith('集合') && done === 2) abort.abort();
      },
    });
    expect(stopped).toMatchObject({ exitCode: 130 });
    expect(stopped.output).toContain('再运行一次会从停下的地方继续');
    expect(await provision(apply)).toMatchObject({ exitCode: 0 });
    expectComplete();
  });
});

describe('provision after an interruption', () => {
  it('resumes after a cut at any change', async () => {
    const cuts = await runCutAfterEveryWrite(account, () => provision(apply));
    expect(cuts).toBeGreaterThan(10);
    expectComplete();
  });

  it('treats a change whose answer was lost as done', async () => {
    account.losesAnswers = true;
    expect(await provision(apply)).toMatchObject({ exitCode: 0 });
    expectComplete();
  });
});

describe('provision that cannot reach the account', () => {
  it('names the network', async () => {
    const { exitCode, output } = await provision(env, {
      variables: { HTTPS_PROXY: 'http://127.0.0.1:9' },
    });
    expect(exitCode).toBe(1);
    expect(output).toContain('❌ 连不上腾讯云（ECONNREFUSED）');
  });

  it.each([
    [['--bogus'], '没有选项 --bogus'],
    [['--env'], '选项 --env'],
    [['word'], '多了一个参数 word'],
  ])('explains %j in Chinese', async (words, sentence) => {
    const { exitCode, output } = await provision(words);
    expect(exitCode).toBe(1);
    expect(output).toContain(sentence);
    expect(output).not.toMatch(/[A-Z][a-z]+ (option|argument)/);
  });
});

describe('provision of an environment that differs', () => {
  beforeEach(async () => {
    await provision(apply);
    account.calls.length = 0;
  });

  it('leaves rows of the seed as the admins made them, and adds missing ones', async () => {
    const rows = account.environment.collections.get('styles')?.rows ?? [];
    rows[0] = { _id: 'ink', name: '我的水墨' };
    rows.splice(1, 1);
    expect(await provision(apply)).toMatchObject({ exitCode: 0 });
    expect(rows.map((row): unknown => row['name'])).toEqual(['我的水墨', '油画']);
  });

  it('replaces a row whose seed has a newer version, once', async () => {
    const styles = smallTemplates['database-templates/styles.json'] as { seed: object[] };
    const seed = [styles.seed[0], { _id: 'oil', name: '新油画', seedVersion: 2 }];
    writeFiles(folder, { 'database-templates/styles.json': { ...styles, seed } });
    const { output } = await provision(apply);
    expect(output).toContain('~ 行 oil：初始数据第 1 版 → 第 2 版');
    const rows = account.environment.collections.get('styles')?.rows;
    expect(toPlain(rows?.[1] ?? {})).toEqual({ _id: 'oil', name: '新油画', seedVersion: 2 });
    const writes = account.writes().length;
    await provision(apply);
    expect(account.writes()).toHaveLength(writes);
  });

  it('uploads a picture again when the one in the repository has changed', async () => {
    writeFiles(folder, { 'database-templates/files/ink.jpg': 'another picture' });
    expect((await provision(apply)).output).toContain('~ seed/ink.jpg');
    expect(account.environment.files.get('seed/ink.jpg')?.toString()).toBe('another picture');
  });

  it('narrows a permission that was opened by hand', async () => {
    const works = account.environment.collections.get('works');
    works?.rows.push({ _id: 'w1' });
    Object.assign(works ?? {}, { permission: { tag: 'READONLY' } });
    const { exitCode, output } = await provision(apply);
    expect(exitCode).toBe(0);
    expect(output).toContain('~ 权限 READONLY → ADMINONLY');
    expect(works?.permission).toEqual({ tag: 'ADMINONLY' });
  });

  it('does not open a permission that was narrowed by hand, unless it is told to', async () => {
    const messages = account.environment.collections.get('messages');
    messages?.rows.push({ _id: 'm1' });
    Object.assign(messages ?? {}, { permission: { tag: 'ADMINONLY' } });
    account.environment.storagePermission = { tag: 'ADMINONLY' };
    const { exitCode, output } = await provision(apply);
    expect(exitCode).toBe(1);
    expect(output).toContain('⚠ 集合 messages：权限比模板严');
    expect(output).toContain('⚠ 云存储：权限比模板严');
    expect(account.writes()).toEqual([]);
    expect(await provision([...apply, '--loosen'])).toMatchObject({ exitCode: 0 });
    expectComplete();
  });

  it('reports an index that differs, and changes none', async () => {
    const index = account.environment.collections.get('works')?.indexes[0];
    Object.assign(index ?? {}, { isUnique: false });
    const { exitCode, output } = await provision(apply);
    expect(exitCode).toBe(1);
    expect(output).toContain(
      '索引与模板不同：现有 索引 seat（seat），模板要 唯一索引 seat（seat）',
    );
    expect(account.writes()).toEqual([]);
  });

  it('reports rows that violate a unique index, and applies everything else', async () => {
    const works = account.environment.collections.get('works');
    works?.rows.push({ _id: 'a', seat: 's1' }, { _id: 'b', seat: 's1' });
    works?.indexes.splice(0);
    account.environment.files.delete('seed/ink.jpg');
    const { exitCode, output } = await provision(apply);
    expect(exitCode).toBe(1);
    expect(output).toContain('唯一索引 seat（seat） 建不了：已有的行里 seat 有重复');
    expect(account.environment.files.has('seed/ink.jpg')).toBe(true);
    works?.rows.splice(1);
    expect(await provision(apply)).toMatchObject({ exitCode: 0 });
  });

  it('does not touch unknown collections and functions', async () => {
    const permission = { tag: 'PRIVATE' };
    account.environment.collections.set('theirs', {
      rows: [{ _id: 'x' }],
      indexes: [],
      permission,
      notReadyFor: 0,
    });
    const { exitCode, output } = await provision(apply);
    expect(exitCode).toBe(0);
    expect(output).toContain('模板之外的集合保持不动：theirs');
    expect(account.environment.collections.get('theirs')?.rows).toHaveLength(1);
  });
});

describe('provision that cannot begin', () => {
  it('says that the keys are refused, without showing them', async () => {
    const secret = 'a-wrong-secret-key-000000';
    const { exitCode, output } = await provision(env, {
      variables: { TENCENTCLOUD_SECRETKEY: secret },
    });
    expect(exitCode).toBe(1);
    expect(output).toContain('AuthFailure.SignatureFailure');
    expect(output).not.toContain(secret);
  });

  it.each([
    [['--env', 'test-unknown'], '没有环境 test-unknown'],
    [['--env', 'prod-1a2b3c'], '测试里只能使用 test- 开头的环境'],
    [[], '请写明环境'],
    [[...env, '--aply'], '--aply'],
  ])('says what is wrong with %j', async (words, sentence) => {
    const { exitCode, output } = await provision(words);
    expect(exitCode).toBe(1);
    expect(output).toContain(sentence);
  });

  it('says which key is missing', async () => {
    const { output } = await provision(env, { variables: { TENCENTCLOUD_SECRETID: '' } });
    expect(output).toContain('缺少 TENCENTCLOUD_SECRETID');
    expect(account.calls).toEqual([]);
  });

  it('says when the environment is not in order', async () => {
    account.environment.status = 'UNAVAILABLE';
    expect((await provision(env)).output).toContain('状态是 UNAVAILABLE');
  });
});
