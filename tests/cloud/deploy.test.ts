import { rmSync } from 'node:fs';
import { deploy as deployCommand } from '../../scripts/cloud/deploy/command';
import type { Operator } from '../../scripts/cloud/operator';
import { createProject, smallFunction, smallTemplates, writeFiles } from './fixtures';
import { startAccount } from './stub/account';
import type { StubAccount } from './stub/account';
import { run } from './support';
import type { RunOptions } from './support';

const env = ['--env', 'test-1a2b3c'];
const apply = [...env, '--apply', '--yes'];
const secret = 'id.secret-of-the-provider';
const variables = { ZHIPU_API_KEY: secret };

const project = {
  ...smallTemplates,
  ...smallFunction('login', 'login-build-0001', { environment: ['ZHIPU_API_KEY', 'LIMIT'] }),
  ...smallFunction('tick', 'tick-build-00001', {
    triggers: [{ name: 'everyMinute', type: 'timer', config: '5 * * * * * *' }],
  }),
};

let account: StubAccount;
let folder: string;

beforeEach(async () => {
  account = await startAccount();
  folder = createProject(project);
});
afterEach(async () => {
  await account.close();
  rmSync(folder, { recursive: true });
});

const deploy = (words: string[], options: RunOptions = {}) =>
  run(account, (operator: Operator, given) => deployCommand(operator, given, folder), words, {
    variables,
    ...options,
  });

function expectDeployed() {
  const { functions, functionRules } = account.environment;
  expect(JSON.parse(functionRules ?? 'null')).toEqual({
    '*': { invoke: 'auth != null' },
    tick: { invoke: false },
  });
  expect([...functions.keys()].sort()).toEqual(['login', 'tick']);
  expect(functions.get('login')).toMatchObject({
    runtime: 'Nodejs20.19',
    timeout: 60,
    memory: 512,
    variables: { ZHIPU_API_KEY: secret },
    triggers: [],
    installsDependencies: false,
  });
  expect(functions.get('tick')).toMatchObject({
    variables: {},
    triggers: [{ name: 'everyMinute', cron: '5 * * * * * *' }],
  });
}

const isManifest = (path: string) => /^private\/releases\/.+\/manifest\.json$/.test(path);

describe('deploy', () => {
  it('shows what it would do and changes nothing without --apply', async () => {
    const { exitCode, output } = await deploy(env);
    expect(exitCode).toBe(0);
    expect(output).toContain('+ 新建（Nodejs20.19，60 秒，512 MB，代码 login-build-0001）');
    expect(output).toContain('+ 环境变量 ZHIPU_API_KEY');
    expect(output).toContain('· 没有设置，用默认值或不启用：LIMIT');
    expect(account.writes()).toEqual([]);
  });

  it('says where to get a key that has no default', async () => {
    const { output } = await deploy(env, { variables: {} });
    expect(output).toContain('没有 ZHIPU_API_KEY，功能不可用：在智谱开放平台「API Keys」取得');
  });

  it.each([
    [['--only', 'login', '--release', 'v1'], '--only 不产生版本'],
    [['--rollback', 'v1', '--release', 'v2'], '--rollback 不产生版本'],
    [['--rollback', 'v1', '--miniprogram', 'upload'], '--rollback 只换云函数'],
    [['--robot', '2'], '--robot 只用于小程序'],
  ])('refuses %j, because one option would be ignored', async (words, sentence) => {
    const { exitCode, output } = await deploy([...apply, ...words]);
    expect(exitCode).toBe(1);
    expect(output).toContain(sentence);
    expect(account.calls).toEqual([]);
  });

  it('says what to do about call permissions that it cannot read', async () => {
    account.environment.functionRules = '{ // everybody\n "*": { "invoke": true } }';
    const { exitCode, output } = await deploy(apply);
    expect(exitCode).toBe(1);
    expect(output).toContain('函数调用权限读不懂：在控制台「云函数 → 权限控制」');
    expect(account.writes()).toEqual([]);
  });

  it('creates everything, closed before it runs, and changes nothing the second time', async () => {
    const first = await deploy(apply);
    expect(first).toMatchObject({ exitCode: 0 });
    expectDeployed();
    const actions = account.writes().map(({ action }) => action);
    expect(actions[0]).toBe('ModifyResourcePermission');
    const writes = actions.length;
    expect(await deploy(apply)).toMatchObject({ exitCode: 0 });
    expect(account.writes()).toHaveLength(writes);
  });

  it('completes in a second run after a cut at any change', async () => {
    for (let cutAfterWrite = 1, exitCode = -1; exitCode !== 0; cutAfterWrite += 1) {
      account.reset();
      account.cutAfterWrite = cutAfterWrite;
      ({ exitCode } = await deploy(apply));
      account.cutAfterWrite = null;
      expect(await deploy(apply)).toMatchObject({ exitCode: 0 });
      expectDeployed();
      // This also holds if the connection broke between the last function and the release.
      expect([...account.environment.files.keys()].filter(isManifest)).toHaveLength(1);
    }
    expect(account.writes().length).toBeGreaterThan(5);
  });

  it('treats a change whose answer was lost as done, and waits for the rate limit', async () => {
    account.losesAnswers = true;
    account.throttleEvery = 5;
    const { exitCode, output } = await deploy(apply);
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expectDeployed();
  });

  it('never prints the value of a variable', async () => {
    const first = await deploy(apply);
    writeFiles(
      folder,
      smallFunction('login', 'login-build-0002', { environment: ['ZHIPU_API_KEY'] }),
    );
    const changed = await deploy(apply, { variables: { ZHIPU_API_KEY: 'id.another-secret' } });
    expect(changed.output).toContain('~ 环境变量 ZHIPU_API_KEY');
    for (const { output } of [first, changed]) {
      expect(output).not.toContain(secret);
      expect(output).not.toContain('id.another-secret');
      expect(output).not.toContain(account.keys.secretKey);
    }
  });
});

describe('deploy over existing functions', () => {
  beforeEach(async () => {
    await deploy(apply);
    account.calls.length = 0;
  });

  it('updates code, settings and timers that differ', async () => {
    writeFiles(folder, {
      ...smallFunction('login', 'login-build-0002', {
        timeout: 20,
        environment: ['ZHIPU_API_KEY'],
      }),
      ...smallFunction('tick', 'tick-build-00001', {
        triggers: [{ name: 'everyMinute', type: 'timer', config: '5 */3 * * * * *' }],
      }),
    });
    const { exitCode, output } = await deploy(apply);
    expect(exitCode).toBe(0);
    expect(output).toContain('~ 代码 login-build-0001 → login-build-0002');
    expect(output).toContain('~ 超时（秒） 60 → 20');
    expect(output).toContain('~ 定时 everyMinute 5 */3 * * * * *（原为 5 * * * * * *）');
    const { functions } = account.environment;
    expect(functions.get('login')).toMatchObject({ timeout: 20, variables });
    expect(functions.get('tick')?.triggers).toEqual([
      { name: 'everyMinute', cron: '5 */3 * * * * *' },
    ]);
  });

  it('detects code that was uploaded by other means', async () => {
    const login = account.environment.functions.get('login');
    const tick = account.environment.functions.get('tick');
    Object.assign(login ?? {}, { zip: tick?.zip });
    expect((await deploy(env)).output).toContain('~ 代码 tick-build-00001 → login-build-0001');
  });

  it('keeps variables that the operator has no value for', async () => {
    const login = account.environment.functions.get('login');
    Object.assign(login?.variables ?? {}, { LIMIT: '5', THEIRS: 'x' });
    Object.assign(login ?? {}, { timeout: 3 });
    const { exitCode, output } = await deploy(apply, { variables: {} });
    expect(exitCode).toBe(0);
    expect(output).toContain('另有环境变量，保持不动：THEIRS');
    expect(login?.variables).toEqual({ ZHIPU_API_KEY: secret, LIMIT: '5', THEIRS: 'x' });
  });

  it('reports a runtime that cannot be changed, and does not touch the function', async () => {
    Object.assign(account.environment.functions.get('login') ?? {}, { runtime: 'Nodejs8.9' });
    const { exitCode, output } = await deploy(env);
    expect(exitCode).toBe(1);
    expect(output).toContain('运行时是 Nodejs8.9，创建后不能修改');
  });

  it('accepts an older runtime that the bundles run on', async () => {
    Object.assign(account.environment.functions.get('login') ?? {}, { runtime: 'Nodejs16.13' });
    const { exitCode, output } = await deploy(env);
    expect(exitCode).toBe(0);
    expect(output).toContain('运行时是 Nodejs16.13');
  });

  it('closes functions that were opened to phones, and does not open closed ones', async () => {
    account.environment.functionRules = JSON.stringify({
      '*': { invoke: false },
      tick: { invoke: true },
      theirs: { invoke: true },
    });
    const { exitCode, output } = await deploy(apply);
    expect(exitCode).toBe(1);
    expect(output).toContain('~ tick：true → false');
    expect(output).toContain('* 比仓库严：现在是 false');
    expect(JSON.parse(account.environment.functionRules)).toEqual({
      '*': { invoke: false },
      tick: { invoke: false },
      theirs: { invoke: true },
    });
  });

  it('deploys a single function', async () => {
    writeFiles(folder, {
      ...smallFunction('login', 'login-build-0002', { environment: ['ZHIPU_API_KEY'] }),
      ...smallFunction('tick', 'tick-build-00002'),
    });
    const { exitCode, output } = await deploy([...apply, '--only', 'login']);
    expect(exitCode).toBe(0);
    expect(output).not.toContain('tick-build-00002');
    expect((await deploy([...env, '--only', 'nothing'])).output).toContain('没有函数 nothing');
  });

  it('rolls back to a release by its tag', async () => {
    const [tag] = (await deploy([...env, '--rollback', 'x'])).output.match(/release-[\w-]+/) ?? [];
    writeFiles(
      folder,
      smallFunction('login', 'login-build-0002', { environment: ['ZHIPU_API_KEY'] }),
    );
    await deploy(apply);
    const { exitCode, output } = await deploy([...apply, '--rollback', String(tag)]);
    expect(exitCode).toBe(0);
    expect(output).toContain('~ 代码 login-build-0002 → login-build-0001');
    expectDeployed();
  });

  it('keeps both of two releases of the same moment', async () => {
    const stoppedAt = new Date('2026-12-01T08:30:15.250Z');
    const tags: string[] = [];
    for (const build of ['login-build-0002', 'login-build-0003']) {
      writeFiles(folder, smallFunction('login', build, { environment: ['ZHIPU_API_KEY'] }));
      const { output } = await deploy(apply, { stoppedAt });
      tags.push(/✓ 版本 (\S+) 已保存/.exec(output)?.[1] ?? '');
    }
    expect(tags).toEqual(['release-20261201083015250-local', 'release-20261201083015250-local-2']);
    const { output } = await deploy([...env, '--rollback', tags[0] ?? '']);
    expect(output).toContain('~ 代码 login-build-0003 → login-build-0002');
  });

  it('refuses the name of another release before it changes anything', async () => {
    const named = [...apply, '--release', 'v2.0'];
    const second = { environment: ['ZHIPU_API_KEY'] };
    writeFiles(folder, smallFunction('login', 'login-build-0002', second));
    expect((await deploy(named)).output).toContain('✓ 版本 v2.0 已保存');
    const writes = account.writes().length;
    expect(await deploy(named)).toMatchObject({ exitCode: 0 });
    writeFiles(folder, smallFunction('login', 'login-build-0003', second));
    const { exitCode, output } = await deploy(named);
    expect(exitCode).toBe(1);
    expect(output).toContain('版本 v2.0 已经存在');
    expect(account.writes()).toHaveLength(writes);
    const back = await deploy([...env, '--rollback', 'v2.0']);
    expect(back.output).toContain('✓ 没有要改的');
  });

  it('fails and names the collection that lacks an index', async () => {
    account.environment.collections.set('works', {
      rows: [],
      indexes: [{ name: 'seat', keys: [{ name: 'seat', direction: '1' }], isUnique: true }],
      permission: { tag: 'ADMINONLY' },
      notReadyFor: 0,
    });
    const { exitCode, output } = await deploy(apply);
    expect(exitCode).toBe(1);
    expect(output).toContain('✗ 这些集合缺少索引，或索引不同：works（先运行 npm run provision）');
  });

  it('does not roll back to a damaged release', async () => {
    const { files } = account.environment;
    const zip = [...files.keys()].find((path) => path.endsWith('login.zip')) ?? '';
    files.set(zip, Buffer.from('not a zip'));
    const tag = zip.split('/')[2] ?? '';
    const { exitCode, output } = await deploy([...apply, '--rollback', tag]);
    expect(exitCode).toBe(1);
    expect(output).toContain('login.zip 已损坏');
    expect(account.writes()).toEqual([]);
  });

  it('fails and names the rollback when a function is unhealthy', async () => {
    // The newest release is the one stored last, whatever its name.
    for (const [build, tag] of [
      ['login-build-0002', 'v9'],
      ['login-build-0004', 'v10'],
    ] as const) {
      writeFiles(folder, smallFunction('login', build));
      await deploy([...apply, '--release', tag]);
    }
    const broken = smallFunction('login', 'login-build-0003', {}, `throw new Error('no start');`);
    writeFiles(folder, broken);
    const { exitCode, output } = await deploy(apply);
    expect(exitCode).toBe(1);
    expect(output).toContain('✗ login：');
    expect(output).toContain('换回上一版：--rollback v10');
  });
});
