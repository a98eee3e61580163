import type { Database } from '../../../devtools/emulator/database/database';
import { createDatabase } from '../../../devtools/emulator/database/database';
import { withSdk } from './sdk';
import type { SdkDatabase, Transaction } from './sdk';

let db: SdkDatabase;
let database: Database;

withSdk((sdk) => ({ db, database } = sdk));
beforeEach(() => {
  database.drop('rows');
  database.put('rows', [
    { _id: '1', n: 1, key: 'a' },
    { _id: '2', n: 2, key: 'b' },
  ]);
});

const rows = (of: SdkDatabase | Transaction = db) => of.collection('rows');
const row = (id: string) => database.find('rows', { query: { _id: id } }).docs[0] ?? null;
const settled = async (promise: Promise<unknown>): Promise<boolean> => {
  const late = Symbol('late');
  const first = await Promise.race([
    promise.then(() => true),
    new Promise((resolve) => setImmediate(() => setImmediate(() => resolve(late)))),
  ]);
  return first !== late;
};
const conflict = {
  errCode: -501001,
  errMsg: expect.stringContaining('[ResourceUnavailable.TransactionConflict]') as string,
};
const gone = {
  errCode: -501001,
  errMsg: expect.stringContaining('[ResourceUnavailable.TransactionNotExist]') as string,
};

describe('a transaction', () => {
  it('shows nothing of its writes until it commits, then all', async () => {
    const transaction = await db.startTransaction();
    await rows(transaction)
      .doc('1')
      .update({ data: { n: 10 } });
    await rows(transaction).add({ data: { _id: '3' } });
    await rows(transaction).doc('2').remove();

    expect((await rows(transaction).doc('1').get()).data).toMatchObject({ n: 10 });
    expect((await rows().doc('1').get()).data).toMatchObject({ n: 1 });
    expect(row('3')).toBeNull();

    await transaction.commit();
    expect([row('1'), row('2'), row('3')]).toMatchObject([{ n: 10 }, null, { _id: '3' }]);
  });

  it('takes everything back on rollback', async () => {
    const transaction = await db.startTransaction();
    await rows(transaction)
      .doc('1')
      .set({ data: { n: 10 } });
    await transaction.rollback();

    expect(row('1')).toEqual({ _id: '1', n: 1, key: 'a' });
    await rows()
      .doc('1')
      .update({ data: { n: 5 } });
    expect(row('1')).toMatchObject({ n: 5 });
  });

  it('sees the whole database as of its first operation', async () => {
    const transaction = await db.startTransaction();
    await rows(transaction).doc('1').get();
    await rows()
      .doc('1')
      .update({ data: { n: 100 } });
    await rows()
      .doc('2')
      .update({ data: { n: 200 } });
    await rows()
      .doc('3')
      .set({ data: { n: 300 } });

    expect((await rows(transaction).doc('1').get()).data).toMatchObject({ n: 1 });
    expect((await rows(transaction).doc('2').get()).data).toMatchObject({ n: 2 });
    expect((await rows(transaction).doc('3').get()).data).toBeNull();
    await expect(
      rows(transaction)
        .doc('1')
        .update({ data: { n: 7 } }),
    ).rejects.toMatchObject(conflict);
  });

  it('ends on a conflict', async () => {
    const first = await db.startTransaction();
    const second = await db.startTransaction();
    await rows(first)
      .doc('1')
      .update({ data: { n: 7 } });

    await expect(
      rows(second)
        .doc('1')
        .update({ data: { n: 8 } }),
    ).rejects.toMatchObject(conflict);
    await expect(rows(second).doc('2').get()).rejects.toMatchObject(gone);
    await expect(second.rollback()).rejects.toMatchObject({ code: 'DATABASE_TRANSACTION_FAIL' });
    await first.commit();
    expect(row('1')).toMatchObject({ n: 7 });
  });

  it('allows write skew', async () => {
    const first = await db.startTransaction();
    const second = await db.startTransaction();
    await Promise.all([rows(first).doc('2').get(), rows(second).doc('1').get()]);
    await rows(first)
      .doc('1')
      .update({ data: { n: 0 } });
    await rows(second)
      .doc('2')
      .update({ data: { n: 0 } });
    await Promise.all([first.commit(), second.commit()]);

    expect([row('1'), row('2')]).toMatchObject([{ n: 0 }, { n: 0 }]);
  });

  it('lets an ordinary write wait until it ends', async () => {
    const transaction = await db.startTransaction();
    await rows(transaction)
      .doc('1')
      .update({ data: { n: 10 } });
    const update = database.handle('database.modifyDocument', {
      collectionName: 'rows',
      queryType: 'WHERE',
      query: '{"n":{"$numberInt":"1"}}',
      data: '{"$set":{"late":true}}',
      merge: true,
      multi: true,
    });

    expect(await settled(update)).toBe(false);
    await transaction.commit();
    // The row no longer matches.
    expect(await update).toMatchObject({ data: { updated: 0 } });
    expect(row('1')).toEqual({ _id: '1', n: 10, key: 'a' });
  });

  it('reserves unique keys', async () => {
    database.declareIndex('rows', { name: 'key', fields: ['key'], unique: true });
    const first = await db.startTransaction();
    const second = await db.startTransaction();
    await rows(first).add({ data: { _id: '3', key: 'c' } });

    await expect(rows(second).add({ data: { _id: '4', key: 'c' } })).rejects.toMatchObject(
      conflict,
    );
    const ordinary = database.handle('database.insertDocument', {
      collectionName: 'rows',
      data: ['{"_id":"5","key":"c"}'],
    });
    expect(await settled(ordinary)).toBe(false);
    await first.rollback();
    await ordinary;
    expect(row('5')).toEqual({ _id: '5', key: 'c' });
  });

  it('may give a unique key from one of its documents to another', async () => {
    database.declareIndex('rows', { name: 'key', fields: ['key'], unique: true });
    const transaction = await db.startTransaction();
    await rows(transaction).doc('1').remove();
    await rows(transaction).add({ data: { _id: '9', key: 'a' } });
    await transaction.commit();

    expect([row('1'), row('9')]).toEqual([null, { _id: '9', key: 'a' }]);
  });

  it('refuses a unique key that is taken, and ends', async () => {
    database.declareIndex('rows', { name: 'key', fields: ['key'], unique: true });
    const transaction = await db.startTransaction();

    await expect(rows(transaction).add({ data: { key: 'a' } })).rejects.toMatchObject({
      errCode: -502001,
      errMsg: expect.stringContaining('index: key dup key: { key: "a" }') as string,
    });
    await expect(transaction.commit()).rejects.toMatchObject({ code: 'DATABASE_TRANSACTION_FAIL' });
  });

  it('is busy while one of its operations runs', async () => {
    const transaction = await db.startTransaction();
    const results = await Promise.allSettled([
      rows(transaction).doc('1').get(),
      rows(transaction).doc('2').get(),
    ]);

    expect(results).toContainEqual({
      status: 'rejected',
      reason: expect.objectContaining({
        errCode: -501001,
        errMsg: expect.stringContaining('[ResourceUnavailable.TransactionBusy]') as string,
      }) as unknown,
    });
    await transaction.rollback();
  });

  it('finds by where what its snapshot contains, including its own writes', async () => {
    const transaction = await db.startTransaction();
    const find = async () => {
      const query = rows(transaction).where({ n: db.command['gte']?.(2) });
      const { data } = await query.orderBy('n', 'desc').limit(2).get();
      return data.map(({ _id, n }) => [_id, n]);
    };
    expect(await find()).toEqual([['2', 2]]);
    await rows().add({ data: { _id: '9', n: 9 } });
    await rows()
      .doc('2')
      .update({ data: { n: 0 } });
    expect(await find()).toEqual([['2', 2]]);
    await rows(transaction).add({ data: { _id: '3', n: 3 } });
    await rows(transaction)
      .doc('1')
      .update({ data: { n: 5 } });

    expect(await find()).toEqual([
      ['1', 5],
      ['3', 3],
    ]);
    await transaction.commit();
  });

  it('writes to a document only', async () => {
    const { transactionId } = await database.handle('database.startTransaction', {});
    const write = database.handle('database.removeDocument', {
      collectionName: 'rows',
      queryType: 'WHERE',
      query: '{}',
      transactionId,
    });

    await expect(write).rejects.toThrow('where() cannot write in a transaction');
  });

  it('updates and returns the first match of its snapshot', async () => {
    const { transactionId } = await database.handle('database.startTransaction', {});
    const update = {
      collectionName: 'rows',
      queryType: 'WHERE',
      query: '{"n":{"$gte":2}}',
      data: '{"$inc":{"n":1}}',
      transactionId,
    };

    await database.handle('database.modifyAndReturnDoc', update);
    expect(await database.handle('database.modifyAndReturnDoc', update)).toMatchObject({
      data: { updated: 1, doc: expect.stringContaining('"n":{"$numberInt":"4"}') as string },
    });
    await database.handle('database.abortTransaction', { transactionId });
  });

  it('does nothing more after its commit', async () => {
    const transaction = await db.startTransaction();
    await rows(transaction).doc('1').get();
    await transaction.commit();

    await expect(rows(transaction).doc('1').get()).rejects.toMatchObject(gone);
    await expect(transaction.commit()).rejects.toMatchObject({ code: 'DATABASE_TRANSACTION_FAIL' });
  });

  it('is not run again by the SDK after a conflict at an operation', async () => {
    let runs = 0;
    const run = db.runTransaction(async (transaction) => {
      runs++;
      await rows(transaction).doc('1').get();
      await rows()
        .doc('1')
        .update({ data: { n: 50 + runs } });
      await rows(transaction)
        .doc('1')
        .update({ data: { n: 0 } });
    });

    await expect(run).rejects.toMatchObject(conflict);
    expect(runs).toBe(1);
  });

  it('commits once as one change', async () => {
    const sequences: number[] = [];
    const stop = database.onChange(({ sequence }) => sequences.push(sequence));
    await db.runTransaction(async (transaction) => {
      await rows(transaction)
        .doc('1')
        .update({ data: { n: 0 } });
      await rows(transaction)
        .doc('2')
        .update({ data: { n: 0 } });
    });
    stop();

    expect(sequences).toHaveLength(2);
    expect(new Set(sequences).size).toBe(1);
  });
});

describe('the life of a transaction', () => {
  it('ends after 30 seconds and frees what it held', async () => {
    const timers: { callback: () => void; milliseconds: number }[] = [];
    const own = createDatabase({
      now: () => 0,
      busyMilliseconds: 0,
      setTimer: (callback, milliseconds) => {
        timers.push({ callback, milliseconds });
        return () => undefined;
      },
    });
    own.put('rows', [{ _id: '1', n: 1 }]);
    const { transactionId } = await own.handle('database.startTransaction', {});
    const update = {
      collectionName: 'rows',
      queryType: 'DOC',
      query: '{"_id":"1"}',
      data: '{"$inc":{"n":{"$numberInt":"1"}}}',
      merge: true,
    };
    await own.handle('database.modifyDocument', { ...update, transactionId });
    const waiting = own.handle('database.modifyDocument', update);

    expect(timers).toMatchObject([{ milliseconds: 30_000 }]);
    timers[0]?.callback();
    expect(await waiting).toMatchObject({ data: { updated: 1 } });
    expect(own.find('rows', {}).docs).toEqual([{ _id: '1', n: 2 }]);
    await expect(own.handle('database.commitTransaction', { transactionId })).rejects.toMatchObject(
      {
        code: 'DATABASE_TRANSACTION_FAIL',
      },
    );
  });
});
