import type { Database } from '../../cloudfunctions/shared/data/core/database';
import { withPlanRetry } from '../../cloudfunctions/shared/data/core/patience';

const refusal = Object.assign(new Error('errCode: -501003'), { errCode: -501003 });

/** A database that refuses this many times; `asked` lists the calls that reached it. */
function busy(refusals: number, error: Error = refusal) {
  let left = refusals;
  const asked: string[] = [];
  const ask =
    <Answer>(name: string, answer: Answer) =>
    (): Promise<Answer> => {
      asked.push(name);
      left -= 1;
      return left >= 0 ? Promise.reject(error) : Promise.resolve(answer);
    };
  const row = {
    ...{ get: ask('get', { data: null }), set: ask('set', {}) },
    ...{ update: ask('update', { stats: { updated: 1 } }), remove: ask('remove', {}) },
  };
  const collection = { doc: () => row, add: ask('add', {}) };
  const transaction = {
    collection: () => collection,
    ...{ commit: ask('commit', {}), rollback: ask('rollback', {}) },
  };
  const database = {
    ...{ command: {}, collection: () => collection },
    startTransaction: ask('begin', transaction),
  } as unknown as Database;
  let waitedMs = 0;
  const clock = {
    now: () => new Date(0),
    random: () => 0.5,
    sleep: (ms: number) => {
      waitedMs += ms;
      return Promise.resolve();
    },
  };
  return { database: withPlanRetry(database, clock), asked, waited: () => waitedMs };
}

describe('a request beyond the limits of the plan', () => {
  it.each([
    ['add', (database: Database) => database.collection('c').add({ data: {} })],
    ['get', (database: Database) => database.collection('c').doc('a').get()],
    ['update', (database: Database) => database.collection('c').doc('a').update({ data: {} })],
    ['begin', (database: Database) => database.startTransaction()],
  ])('is retried, as it did nothing: %s', async (name, request) => {
    const { database, asked, waited } = busy(3);
    await request(database);
    expect(asked).toEqual(Array(4).fill(name));
    expect(waited()).toBe(3 * 600);
  });

  it('is retried within a transaction, and at its end', async () => {
    const { database, asked } = busy(0);
    const transaction = await database.startTransaction();
    await transaction.collection('c').doc('a').set({ data: {} });
    await transaction.commit();
    expect(asked).toEqual(['begin', 'set', 'commit']);
  });

  it('fails when it is refused for seconds', async () => {
    const { database, asked, waited } = busy(100);
    await expect(database.collection('c').add({ data: {} })).rejects.toBe(refusal);
    expect(asked).toHaveLength(6);
    expect(waited()).toBeLessThanOrEqual(5_000);
  });

  it.each(['socket hang up', 'errCode: -501001 TransactionConflict', 'E11000 duplicate key'])(
    'is distinguished from failures that may have taken effect: %s',
    async (message) => {
      const { database, asked } = busy(1, new Error(message));
      await expect(database.collection('c').add({ data: {} })).rejects.toThrow(message);
      expect(asked).toHaveLength(1);
    },
  );
});
