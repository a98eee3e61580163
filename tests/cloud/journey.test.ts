import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTemplates } from '../../devtools/emulator/templates';
import { listFunctions } from '../../scripts/build/functions';
import { deploy } from '../../scripts/cloud/deploy/command';
import { doctor } from '../../scripts/cloud/doctor/command';
import type { Operator } from '../../scripts/cloud/operator';
import { provision } from '../../scripts/cloud/provision/command';
import { runProcess } from './processes';
import { startAccount } from './stub/account';
import type { StubAccount } from './stub/account';
import { run } from './support';

const repository = join(__dirname, '../..');
const env = ['--env', 'test-1a2b3c'];
const apply = [...env, '--apply', '--yes'];
const variables = {
  ZHIPU_API_KEY: 'id.secret-of-the-provider',
  WECHAT_APPID: 'wx0123456789abcdef',
};

let account: StubAccount;
/** A copy of the real product outside any git repository, in which a release would create a tag. */
let root: string;

beforeAll(async () => {
  account = await startAccount();
  root = mkdtempSync(join(tmpdir(), 'product-'));
  for (const name of ['dist', 'database-templates', 'cloudfunctions', 'scripts', 'package.json']) {
    symlinkSync(join(repository, name), join(root, name));
  }
});
afterAll(async () => {
  await account.close();
  rmSync(root, { recursive: true });
});

const asOperator = (command: (operator: Operator, words: string[]) => Promise<number>) => {
  return (words: string[]) => run(account, command, words, { variables });
};
const runDoctor = asOperator((operator, words) => doctor(operator, words, root));
const runProvision = asOperator((operator, words) =>
  provision(operator, words, join(root, 'database-templates')),
);
const runDeploy = asOperator((operator, words) => deploy(operator, words, root));

describe('from a clean account to the whole product', () => {
  it('begins with doctor reporting the gaps', async () => {
    const { exitCode, output } = await runDoctor(env);
    expect(exitCode).toBe(1);
    expect(output).toMatch(/✗ 集合、索引、权限、初始数据有 \d+ 处与仓库不同/);
    expect(output).toContain('npm run provision -- --env test-1a2b3c --apply');
    expect(output).toMatch(/✗ 云函数、定时、调用权限有 \d+ 处与仓库不同/);
  });

  it('is provisioned and deployed, and every function is healthy', async () => {
    expect(await runProvision(apply)).toMatchObject({ exitCode: 0 });
    const { exitCode, output } = await runDeploy(apply);
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    for (const name of await listFunctions(join(repository, 'cloudfunctions'))) {
      expect(output).toMatch(new RegExp(`✓ ${name} [0-9a-f]{16}`));
    }
  });

  it('holds every collection, index, rule, row and file of the repository', async () => {
    const { collections, functions, files, functionRules } = account.environment;
    for (const template of readTemplates(join(repository, 'database-templates'))) {
      const found = collections.get(template.collection);
      expect(found?.indexes.map(({ name, isUnique }) => [name, isUnique])).toEqual(
        template.indexes.map(({ name, unique }) => [name, unique === true]),
      );
      expect(found?.rows).toHaveLength(template.seed.length);
    }
    expect(collections.get('app_config')?.rows).toContainEqual(
      expect.objectContaining({ _id: 'chat', isEnabled: false }),
    );
    const rows = JSON.stringify([...collections.values()].map((collection) => collection.rows));
    expect(rows).not.toContain('{{files}}');
    expect([...files.keys()].filter((path) => path.startsWith('seed/')).length).toBeGreaterThan(30);
    const names = await listFunctions(join(repository, 'cloudfunctions'));
    expect([...functions.keys()].sort()).toEqual(names);
    expect([...functions.values()].map(({ runtime }) => runtime)).toEqual(
      names.map(() => 'Nodejs20.19'),
    );
    expect(JSON.parse(functionRules ?? '{}')).toMatchObject({ integrityCheck: { invoke: false } });
  });

  it('changes nothing when it is done again, and doctor finds the environment in order', async () => {
    const writes = account.writes().length;
    expect(await runProvision(apply)).toMatchObject({ exitCode: 0 });
    expect(await runDeploy(apply)).toMatchObject({ exitCode: 0 });
    expect(account.writes()).toHaveLength(writes);
    const { exitCode, output } = await runDoctor([...env, '--json']);
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(output).not.toContain(variables.ZHIPU_API_KEY);
    const findings = JSON.parse(output) as { area: string; status: string }[];
    expect(findings.filter(({ status }) => status === 'failed')).toEqual([]);
  });
});

describe('a command as a process', () => {
  it('prints no secret, and ends with the exit code of the command', async () => {
    const { exitCode, output } = await runProcess(account, ['scripts/provision.ts', ...env]);
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(output).toContain('✓ 环境与仓库一致');
    expect(output).not.toContain(account.keys.secretKey);
  });
});
