import { listFunctions } from '../../scripts/build/functions';
import { join } from 'node:path';
import { startTestCloud } from '../support/cloud';
import type { TestCloud } from '../support/cloud';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud({ environment: { ZHIPU_API_KEY: 'id.secret-of-the-provider' } });
});
afterAll(() => cloud.close());

const event = {
  action: 'health',
  data: { variables: ['ZHIPU_API_KEY', 'NOT_SET'], collections: ['works', 'nowhere'] },
};

async function ask(name: string, openid?: string, source?: string): Promise<unknown> {
  const outcome = await cloud.report(name, event, openid, source);
  if ('error' in outcome) throw new Error(outcome.error.errMsg);
  return outcome.result;
}

describe('health', () => {
  it('is answered by every function to its deployer', async () => {
    const names = await listFunctions(join(__dirname, '../../cloudfunctions'));
    for (const name of names) {
      expect(await ask(name, undefined, 'scf')).toMatchObject({
        build: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
        configuration: null,
        unreachableCollections: ['nowhere'],
      });
    }
  });

  it('names the variables that are not set, and shows no value', async () => {
    const health = await ask('aiGenerate', undefined, 'scf');
    expect(health).toMatchObject({ missingVariables: ['NOT_SET'] });
    expect(JSON.stringify(health)).not.toContain('secret-of-the-provider');
  });

  it.each([
    ['a phone', 'alice', 'wx_client'],
    ['a phone through another function', 'alice', 'wx_client,scf'],
    ['HTTP access', undefined, 'wx_http'],
  ])('is an unknown action for %s', async (_caller, openid, source) => {
    expect(await ask('workManage', openid, source)).not.toHaveProperty('build');
    expect(await ask('integrityCheck', openid, source)).toEqual({ error: 'FORBIDDEN' });
  });
});
