import { cases } from '../../scripts/conformance/compare';
import { conformance } from '../../scripts/conformance/command';
import { openDataPlane } from './stub/data-plane';
import type { DataPlane } from './stub/data-plane';
import { startAccount } from './stub/account';
import type { StubAccount } from './stub/account';
import { run } from './support';
import type { RunOptions } from './support';

let account: StubAccount;
let dataPlane: DataPlane;

beforeAll(async () => {
  account = await startAccount();
  dataPlane = await openDataPlane(account.environment);
});
afterAll(async () => {
  await dataPlane.close();
  await account.close();
});
beforeEach(() => {
  account.reset();
  account.dataPlane = dataPlane;
});

const env = ['--env', 'test-1a2b3c'];
const compare = (words: string[] = ['--yes'], options: RunOptions = {}) =>
  run(account, conformance, [...env, ...words], options);
const left = () => [...account.environment.collections.keys()];

describe('conformance with an environment', () => {
  it('finds no difference to the local cloud in spite of lost connections, and leaves nothing behind', async () => {
    let calls = 0;
    account.dataPlane = {
      ...dataPlane,
      answer: (request) => {
        calls += 1;
        if (calls % 40 !== 0) return dataPlane.answer(request);
        return Promise.resolve({ status: 503, body: 'Service Unavailable' });
      },
    };
    account.environment.collections.set('works', {
      rows: [],
      indexes: [],
      permission: { tag: 'ADMINONLY' },
      notReadyFor: 0,
    });
    const { exitCode, output } = await compare();

    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(output).toContain(`✓ ${cases.length} 项都与本地云相同`);
    expect(output).toContain('没有比较的');
    expect(left()).toEqual(['works']);
  });

  it('reports every difference with the behaviour of both clouds', async () => {
    account.dataPlane = {
      ...dataPlane,
      async answer(request) {
        const response = await dataPlane.answer(request);
        const body = String(response.body).replaceAll('E11000 duplicate key', 'already there');
        return { ...response, body: request.host === '127.0.0.1' ? response.body : body };
      },
    };
    account.refusals.set('UpdateTable', 'InvalidParameter');
    const { exitCode, output } = await compare();

    expect(exitCode).toBe(1);
    expect(output).toMatch(/实际是：\{"refused":"\[UpdateTable\] UpdateTable"/);
    expect(output).toContain('✗ _id 重复的写入被拒绝');
    expect(output).toMatch(/本地云：.*E11000 duplicate key error/);
    expect(output).toMatch(/实际是：.*already there/);
    expect(output).toMatch(/✗ 5 项不同，\d+ 项相同/);
    expect(left()).toEqual([]);
  });

  it('asks for the id of the environment first, and changes nothing without the right answer', async () => {
    const { exitCode, output } = await compare([], { answer: 'another-env' });

    expect(exitCode).toBe(130);
    expect(output).toContain('没有改动');
    expect(account.writes()).toEqual([]);
  });

  it('removes what an interrupted run has left, and nothing else', async () => {
    const interruptAt = (step: number) => {
      const stop = new AbortController();
      const onProgress = (_step: string, done: number) =>
        done === step ? stop.abort() : undefined;
      return compare(['--yes'], { signal: stop.signal, onProgress });
    };
    expect(await interruptAt(3)).toMatchObject({ exitCode: 130 });
    expect(left()).toEqual([]);

    for (const name of ['conformance_old_rows', 'conformances']) {
      const collection = {
        rows: [],
        indexes: [],
        permission: { tag: 'ADMINONLY' },
        notReadyFor: 0,
      };
      account.environment.collections.set(name, collection);
    }
    expect(await interruptAt(1)).toMatchObject({ exitCode: 130 });
    expect(left()).toEqual(['conformances']);
  });
});
