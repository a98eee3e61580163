import type { Collection, Database, Query } from '../../cloudfunctions/shared/data/core/database';
import { withRetriedReads } from '../../cloudfunctions/shared/data/core/read-retry';

/** A database that fails this many times; `asked` lists the calls that reached it. */
function stumbling(failures: number, { error = new Error('socket hang up'), takesMs = 10 } = {}) {
  let now = 0;
  let left = failures;
  const asked: string[] = [];
  const ask = (name: string, answer: unknown) => () => {
    asked.push(name);
    now += takesMs;
    left -= 1;
    return left >= 0 ? Promise.reject(error) : Promise.resolve(answer);
  };
  const query = {
    where: () => query,
    limit: () => query,
    match: () => query,
    get: ask('get', { data: ['row'] }),
    count: ask('count', { total: 1 }),
    end: ask('end', { list: ['row'] }),
    update: ask('update', { stats: { updated: 1 } }),
    set: ask('set', {}),
    add: ask('add', {}),
    doc: () => query,
    aggregate: () => query,
  } as unknown as Query;
  const database = { command: {}, collection: () => query } as unknown as Database;
  const clock = {
    now: () => new Date(now),
    random: () => 0,
    sleep: (ms: number) => {
      asked.push(`wait ${ms}`);
      return Promise.resolve();
    },
  };
  return { works: withRetriedReads(database, clock).collection('works'), asked };
}

describe('a read with retries', () => {
  it('is retried once after a quick failure', async () => {
    const { works, asked } = stumbling(1);

    expect(await works.where({ a: 1 }).limit(1).get()).toEqual({ data: ['row'] });
    expect(asked).toEqual(['get', 'wait 150', 'get']);
  });

  it.each([
    ['of a row', (works: Collection) => works.doc('a').get()],
    ['of a number', (works: Collection) => works.where({}).count()],
    ['of a sum', (works: Collection) => works.aggregate().end()],
  ])('%s is retried too', async (_what, read) => {
    const { works, asked } = stumbling(1);

    await read(works);

    expect(asked).toHaveLength(3);
  });

  it('fails when the retry fails', async () => {
    const { works, asked } = stumbling(2);

    await expect(works.where({}).get()).rejects.toThrow('socket hang up');
    expect(asked).toHaveLength(3);
  });

  it('is not retried after a slow failure', async () => {
    const { works, asked } = stumbling(1, { takesMs: 15_000 });

    await expect(works.doc('a').get()).rejects.toThrow('socket hang up');
    expect(asked).toEqual(['get']);
  });
});

describe('a write', () => {
  it.each([
    ['update', (works: Collection) => works.where({}).update({ data: {} })],
    ['add', (works: Collection) => works.add({ data: {} })],
    ['set', (works: Collection) => works.doc('a').set({ data: {} })],
  ])('is never retried automatically: %s', async (name, write) => {
    const { works, asked } = stumbling(1);

    await expect(write(works)).rejects.toThrow('socket hang up');
    expect(asked).toEqual([name]);
  });
});
