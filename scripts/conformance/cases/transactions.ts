import { isConflict } from '../../../cloudfunctions/shared/data/core/database-error';
import { idsOf, isLost, refusalOf } from '../case';
import type { Case } from '../case';

export const transactionCases: Case[] = [
  {
    name: '事务提交：两个集合一起生效',
    expected: [['x'], ['y']],
    async observe({ db, collection, nameOf }) {
      await db.runTransaction(async (transaction) => {
        await transaction.collection(nameOf('rows')).add({ data: { _id: 'x' } });
        await transaction.collection(nameOf('others')).add({ data: { _id: 'y' } });
      });
      return [await idsOf(collection('rows').get()), await idsOf(collection('others').get())];
    },
  },
  {
    name: '事务回滚：什么也不留下',
    expected: [],
    async observe({ db, collection, nameOf }) {
      const transaction = await db.startTransaction();
      await transaction.collection(nameOf('rows')).add({ data: { _id: 'x' } });
      await transaction.rollback();
      return idsOf(collection('rows').get());
    },
  },
  {
    name: '事务里 where().get()：看得到自己写的行',
    expected: ['before', 'within'],
    async observe({ db, collection, nameOf }) {
      await collection('rows').add({ data: { _id: 'before', k: 1 } });
      const transaction = await db.startTransaction();
      try {
        const rows = transaction.collection(nameOf('rows'));
        await rows.add({ data: { _id: 'within', k: 1 } });
        return (await idsOf(rows.where({ k: 1 }).get())).sort();
      } finally {
        await transaction.rollback();
      }
    },
  },
  {
    name: '事务里读没有的一行',
    expected: { errCode: -1, says: 'does not exist' },
    async observe({ db, nameOf }) {
      const transaction = await db.startTransaction();
      const read = transaction.collection(nameOf('rows')).doc('nobody').get();
      const refusal = await refusalOf(read, 'does not exist');
      await transaction.rollback().catch(() => undefined);
      return refusal;
    },
  },
  {
    name: '两个事务改同一行：一个成功，另一个报冲突',
    expected: { committed: 1, refused: [{ errCode: -501001, isConflict: true }] },
    async observe({ db, collection, nameOf }) {
      await collection('rows').add({ data: { _id: 'x', n: 0 } });
      const [first, second] = [await db.startTransaction(), await db.startTransaction()];
      const steps = [first, second].map((transaction) => async () => {
        const row = transaction.collection(nameOf('rows')).doc('x');
        await row.get();
        await row.update({ data: { n: 1 } });
        await transaction.commit();
      });
      const outcomes = await Promise.allSettled(steps.map((step) => step()));
      const lost = outcomes.find((one) => one.status === 'rejected' && isLost(one.reason));
      if (lost?.status === 'rejected') throw lost.reason;
      const reasons = outcomes.flatMap((one) =>
        one.status === 'rejected' ? [one.reason as unknown] : [],
      );
      for (const transaction of [first, second])
        await transaction.rollback().catch(() => undefined);
      return {
        committed: outcomes.length - reasons.length,
        refused: reasons.map((reason) => ({
          errCode: (reason as { errCode?: unknown }).errCode,
          ...(isConflict(reason) ? { isConflict: true } : { says: String(reason) }),
        })),
      };
    },
  },
  {
    name: '事务里 _id 重复：拒绝，整个事务不留下',
    expected: [{ errCode: -502001, says: 'E11000 duplicate key error' }, ['x']],
    async observe({ db, collection, nameOf }) {
      await collection('rows').add({ data: { _id: 'x' } });
      const transaction = await db.startTransaction();
      const rows = transaction.collection(nameOf('rows'));
      await rows.add({ data: { _id: 'y' } });
      const refusal = await refusalOf(
        rows.add({ data: { _id: 'x' } }),
        'E11000 duplicate key error',
      );
      await transaction.rollback().catch(() => undefined);
      return [refusal, await idsOf(collection('rows').get())];
    },
  },
];
