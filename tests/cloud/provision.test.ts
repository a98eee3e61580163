import { join } from 'node:path';
import type { Operator } from '../../scripts/cloud/operator';
import { provision as provisionCommand } from '../../scripts/cloud/provision/command';
import { startAccount } from './stub/account';
import type { StubAccount } from './stub/account';
import { run } from './support';

const templates = join(__dirname, '../../database-templates');
const provision = (operator: Operator, words: string[]) =>
  provisionCommand(operator, words, templates);
const env = ['--env', 'test-1a2b3c'];
const apply = [...env, '--apply', '--yes'];

let account: StubAccount;
beforeEach(async () => {
  account = await startAccount();
});
afterEach(() => account.close());

describe('provision', () => {
  it('fills a clean environment', async () => {
    const first = await run(account, provision, apply);
    console.log(first.output, account.calls.length);
    expect(first.exitCode).toBe(0);
  });
});
