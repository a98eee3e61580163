import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { provision } from '../../scripts/cloud/provision/command';
import type { Operator } from '../../scripts/cloud/operator';
import { readVariables } from '../../scripts/cloud/variables';
import { createProject } from './fixtures';
import { runProcess } from './processes';
import { openDataPlane } from './stub/data-plane';
import type { DataPlane } from './stub/data-plane';
import { startAccount } from './stub/account';
import type { StubAccount } from './stub/account';
import { run } from './support';

let account: StubAccount;
let dataPlane: DataPlane;

beforeAll(async () => {
  account = await startAccount();
  const templates = join(__dirname, '../../database-templates');
  await run(account, (operator: Operator, words) => provision(operator, words, templates), [
    '--env',
    'test-1a2b3c',
    '--apply',
    '--yes',
  ]);
  dataPlane = await openDataPlane(account.environment);
  account.dataPlane = dataPlane;
});
afterAll(async () => {
  await dataPlane.close();
  await account.close();
});

describe('admin tools on a real environment', () => {
  it('use the same keys, region and proxy as the other commands', async () => {
    const words = ['scripts/check-data-integrity.ts', '--env', 'test-1a2b3c'];
    const { exitCode, output } = await runProcess(account, words);

    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(output).toContain('环境 test-1a2b3c');
    expect(output).not.toContain(account.keys.secretKey);
  });

  it('say where to put missing keys', async () => {
    const { exitCode, output } = await runProcess(
      account,
      ['scripts/diagnose-quota.ts', '--env', 'test-1a2b3c', '--openid', 'alice'],
      { TENCENTCLOUD_SECRETKEY: '' },
    );

    expect(exitCode).toBe(3);
    expect(output).toContain('缺少 TENCENTCLOUD_SECRETKEY');
    expect(output).toContain('写进 .env');
  });

  it('refuse an environment that is not for tests', async () => {
    const words = ['scripts/check-data-integrity.ts', '--env', 'prod-1a2b3c'];
    const { exitCode, output } = await runProcess(account, words);

    expect(exitCode).toBe(3);
    expect(output).toContain('测试里只能使用 test- 开头的环境 ID');
  });
});

describe('the variables of a command', () => {
  it('are those of .env, overridden by the shell', () => {
    const text = '\uFEFFPATH=nowhere\nA_KEY_OF_THE_FILE="value"\n';
    const folder = createProject({ '.env': text });
    try {
      expect(readVariables(join(folder, '.env'))).toMatchObject({
        A_KEY_OF_THE_FILE: 'value',
        PATH: process.env['PATH'],
      });
      expect(readVariables(join(folder, 'nothing'))).toMatchObject({ PATH: process.env['PATH'] });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('may begin with a byte order mark', () => {
    const folder = createProject({ '.env': '\uFEFFFIRST_OF_THE_FILE=1\n' });
    try {
      expect(readVariables(join(folder, '.env'))['FIRST_OF_THE_FILE']).toBe('1');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
