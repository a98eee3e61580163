import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { deploy } from '../../scripts/cloud/deploy/command';
import { provision } from '../../scripts/cloud/provision/command';
import { createProject, smallFunction, smallTemplates } from './fixtures';
import { startAccount } from './stub/account';
import type { StubAccount } from './stub/account';
import { run } from './support';
import type { RunOptions } from './support';

const apply = ['--env', 'test-1a2b3c', '--apply', '--yes'];
const project = { ...smallTemplates, ...smallFunction('login', 'login-build-0001') };

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

const runProvision = (options: RunOptions = {}) =>
  run(
    account,
    (operator, words) => provision(operator, words, join(folder, 'database-templates')),
    apply,
    options,
  );
const runDeploy = () => run(account, (operator, words) => deploy(operator, words, folder), apply);
const alarmOf = (title: string) =>
  account.environment.alarms.find(({ name }) => name === `${title} test-1a2b3c`);

const login = { functionName: 'login', namespace: 'test-1a2b3c', alias: '$LATEST' };

describe('alarm policies', () => {
  it('are created by provision with the names and periods that the platform offers', async () => {
    const variables = { ALARM_MONTHLY_CALLS: '3000000', ALARM_STORAGE_MB: '10000' };
    const { exitCode, output } = await runProvision({ variables });
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(output).toContain('+ 云函数出错（错误次数，5 分钟超过 5 次）');
    expect(alarmOf('云函数出错')).toMatchObject({
      namespace: 'scf_alias',
      rule: { MetricName: '13007', Period: 300, Operator: 'gt', Value: '5' },
      noticeIds: ['notice-preset'],
    });
    expect(alarmOf('云函数超时')).toMatchObject({ rule: { MetricName: '13009' } });
    expect(alarmOf('QPS 过高')).toMatchObject({ rule: { MetricName: 'EnvQPSAll' } });
    expect(alarmOf('调用次数用得太快')).toMatchObject({
      rule: { MetricName: 'ApiCountSummary', Period: 86_400, Value: '200000' },
      objects: [JSON.stringify({ envId: 'test-1a2b3c' })],
    });
    expect(alarmOf('存储将满')).toMatchObject({ rule: { Value: '8000' } });
  });

  it('watch every function once it is deployed, and do not change any more', async () => {
    await runProvision();
    expect(alarmOf('云函数出错')?.objects).toEqual([]);
    const { exitCode, output } = await runDeploy();
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(output).toContain('+ 云函数出错 也看 login');
    expect(alarmOf('云函数超时')?.objects.map((text) => JSON.parse(text) as object)).toEqual([
      login,
    ]);
    const writes = account.writes().length;
    await runProvision();
    await runDeploy();
    expect(account.writes()).toHaveLength(writes);
  });

  it('are neither duplicated after a lost answer nor lost when the run is cut between policy and objects', async () => {
    account.losesAnswers = true;
    expect(await runProvision()).toMatchObject({ exitCode: 0 });
    expect(account.environment.alarms).toHaveLength(5);
    expect(alarmOf('QPS 过高')?.objects).toHaveLength(1);
    alarmOf('QPS 过高')?.objects.pop();
    account.losesAnswers = false;
    expect((await runProvision()).output).toContain('+ QPS 过高 也看 环境');
    expect(alarmOf('QPS 过高')?.objects).toHaveLength(1);
  });

  it('that the operator has changed or stopped are left alone', async () => {
    await runProvision();
    Object.assign(alarmOf('云函数出错') ?? {}, { rule: { Value: '50' }, isEnabled: false });
    const { exitCode, output } = await runProvision();
    expect(exitCode).toBe(0);
    expect(output).toContain('告警「云函数出错」在控制台被停用，保持不动');
    expect(alarmOf('云函数出错')).toMatchObject({ rule: { Value: '50' }, isEnabled: false });
  });

  it('without a metric on the platform are reported, and the others are created', async () => {
    account.environment.metricNames.delete('CapacitySummary');
    const { exitCode, output } = await runProvision();
    expect(exitCode).toBe(0);
    expect(output).toContain('告警「存储将满」建不了');
    expect(account.environment.alarms).toHaveLength(4);
  });

  it('that the key pair may not access are reported beside what was done', async () => {
    account.refusals.set('DescribeAllNamespaces', 'UnauthorizedOperation');
    const { exitCode, output } = await runProvision();
    expect(exitCode).toBe(1);
    expect(output).toContain('QcloudMonitorFullAccess');
    expect(account.environment.collections.has('works')).toBe(true);
  });
});
