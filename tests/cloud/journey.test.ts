import { join } from 'node:path';
import { deploy as deployCommand } from '../../scripts/cloud/deploy/command';
import type { Operator } from '../../scripts/cloud/operator';
import { provision as provisionCommand } from '../../scripts/cloud/provision/command';
import { startAccount } from './stub/account';
import type { StubAccount } from './stub/account';
import { run } from './support';

const root = join(__dirname, '../..');
const provision = (operator: Operator, words: string[]) =>
  provisionCommand(operator, words, join(root, 'database-templates'));
const deploy = (operator: Operator, words: string[]) => deployCommand(operator, words, root);
const apply = ['--env', 'test-1a2b3c', '--apply', '--yes'];

let account: StubAccount;
beforeAll(async () => {
  account = await startAccount();
});
afterAll(() => account.close());

describe('a clean account', () => {
  it('becomes the whole product', async () => {
    const a = await run(account, provision, apply);
    expect(a.exitCode).toBe(0);
    const b = await run(account, deploy, apply, {
      variables: { ZHIPU_API_KEY: 'secret-key-of-zhipu' },
    });
    console.log(b.output);
    expect(b.exitCode).toBe(0);
  });
});
