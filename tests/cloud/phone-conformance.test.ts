import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { conformance } from '../../scripts/conformance/command';
import { phoneCases } from '../../scripts/conformance/phone';
import { startTestCloud } from '../support/cloud';
import { startAccount } from './stub/account';
import type { StubAccount } from './stub/account';
import { createWx } from './stub/wx';
import { run } from './support';
import type { RunOptions } from './support';

const repository = join(__dirname, '../..');
let account: StubAccount;

beforeAll(async () => {
  account = await startAccount();
});
afterAll(() => account.close());
beforeEach(() => account.reset());

const compare = (answer: RunOptions['answer']) =>
  run(account, conformance, ['--env', 'test-1a2b3c', '--phone', '--yes'], {
    ...(answer === undefined ? {} : { answer }),
  });

/** The log of the script on a phone of the local cloud, which has the collections and rules of the environment. */
async function runScript(): Promise<string> {
  const templates = mkdtempSync(join(tmpdir(), 'phone-'));
  for (const name of ['storage-rules.json', 'function-rules.json']) {
    copyFileSync(join(repository, 'database-templates', name), join(templates, name));
  }
  for (const [collection, { permission, rows }] of account.environment.collections) {
    const rule: unknown =
      permission.rule === undefined ? permission.tag : JSON.parse(permission.rule);
    const template = { collection, purpose: 'test', permission: rule, seed: rows };
    writeFileSync(join(templates, `${collection}.json`), JSON.stringify(template));
  }
  const cloud = await startTestCloud({ templatesFolder: templates });
  cloud.cloud.reset({ seed: true });
  try {
    const script = readFileSync(join(repository, '.cache/conformance/phone.js'), 'utf8');
    return await new Promise((resolve) => {
      const wx = createWx(cloud.url, 'phone-of-the-operator');
      // The script waits for watches that stay silent; its timers must not keep the test process alive.
      const later = (run: () => void, ms: number) => setTimeout(run, ms).unref();
      runInNewContext(script, { wx, console: { log: resolve }, setTimeout: later });
    });
  } finally {
    await cloud.close();
    rmSync(templates, { recursive: true });
  }
}

describe('conformance on a phone', () => {
  it('finds no difference on a phone of the local cloud, and leaves nothing behind', async () => {
    const { exitCode, output } = await compare(runScript);

    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(output).toContain(`✓ ${phoneCases.length} 项都与本地云相同`);
    expect([...account.environment.collections.keys()]).toEqual([]);
  });

  it('reports what the phone saw differently, or did not see', async () => {
    const [first, second] = phoneCases;
    const line = JSON.stringify([
      [first?.name, 0],
      [second?.name, second?.expected],
    ]);
    const { exitCode, output } = await compare(`CONFORMANCE ${line}`);

    expect(exitCode).toBe(1);
    expect(output).toContain(`✗ ${first?.name}\n  本地云：1\n  实际是：0`);
    expect(output).toContain(`✗ ${phoneCases.length - 1} 项不同，1 项相同`);
    expect([...account.environment.collections.keys()]).toEqual([]);
  });

  it.each([
    ['something else', '整行复制'],
    [undefined, '要人在终端里'],
  ])('says what to do when the answer is %j', async (answer, sentence) => {
    const { exitCode, output } = await compare(answer);

    expect(exitCode).toBe(1);
    expect(output).toContain(sentence);
    expect([...account.environment.collections.keys()]).toEqual([]);
  });
});
