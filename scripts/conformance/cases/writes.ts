import { idsOf, refusalOf } from '../case';
import type { Case } from '../case';

export const writeCases: Case[] = [
  {
    name: '写入的值读回来类型不变',
    expected: {
      _id: 'x',
      at: 'Date 2026-01-01T00:00:00.000Z',
      text: '雨🌧',
      whole: 3,
      half: 0.5,
      nothing: null,
      list: [1, { a: [] }],
      empty: {},
    },
    async observe({ collection }) {
      const data = {
        at: new Date('2026-01-01T00:00:00Z'),
        text: '雨🌧',
        whole: 3,
        half: 0.5,
        nothing: null,
        left: undefined,
        list: [1, { a: [] }],
        empty: {},
      };
      await collection('rows').doc('x').set({ data });
      const { data: row } = await collection('rows').doc('x').get();
      const { at } = row;
      return { ...row, at: at instanceof Date ? `Date ${at.toISOString()}` : at };
    },
  },
  {
    name: '一次写入多行，_id 自定',
    expected: ['a', 'b'],
    observe: async ({ collection }) =>
      (await collection('rows').add({ data: [{ _id: 'a' }, { _id: 'b' }] }))._ids,
  },
  {
    name: '_id 重复的写入被拒绝',
    expected: { errCode: -502001, says: 'E11000 duplicate key error' },
    async observe({ collection }) {
      await collection('rows').add({ data: { _id: 'x' } });
      return refusalOf(
        collection('rows').add({ data: { _id: 'x' } }),
        'E11000 duplicate key error',
      );
    },
  },
  {
    name: 'set：新建、替换、内容相同时的计数',
    expected: [
      { created: 1, updated: 0 },
      { created: 0, updated: 1 },
      { created: 0, updated: 1 },
      { _id: 'x', a: 2 },
    ],
    async observe({ collection }) {
      const row = collection('rows').doc('x');
      const first = (await row.set({ data: { a: 1, b: 1 } })).stats;
      const second = (await row.set({ data: { a: 2 } })).stats;
      const third = (await row.set({ data: { a: 2 } })).stats;
      return [countsOf(first), countsOf(second), countsOf(third), (await row.get()).data];
    },
  },
  {
    name: 'update：合并字段；内容相同与没有这一行时计 0',
    expected: [1, 0, 0, { _id: 'x', a: { b: 5, c: 2 } }],
    async observe({ collection }) {
      const rows = collection('rows');
      await rows.doc('x').set({ data: { a: { b: 1, c: 2 } } });
      const update = async (id: string) =>
        (await rows.doc(id).update({ data: { a: { b: 5 } } })).stats['updated'];
      const counts = [await update('x'), await update('x'), await update('nobody')];
      return [...counts, (await rows.doc('x').get()).data];
    },
  },
  {
    name: '在 null 之下更新字段被拒绝',
    expected: { errCode: -502001, says: 'Cannot create field' },
    async observe({ collection }) {
      await collection('rows')
        .doc('x')
        .set({ data: { a: null } });
      const update = collection('rows')
        .doc('x')
        .update({ data: { a: { b: 1 } } });
      return refusalOf(update, 'Cannot create field');
    },
  },
  {
    name: '按条件更新、按条件删除的计数',
    expected: { updated: 2, removed: 2, left: ['c'] },
    async observe({ collection }) {
      const rows = collection('rows');
      const data = [
        { _id: 'a', k: 1 },
        { _id: 'b', k: 1 },
        { _id: 'c', k: 2 },
      ];
      await rows.add({ data });
      const { updated } = (await rows.where({ k: 1 }).update({ data: { seen: true } })).stats;
      const { removed } = (await rows.where({ seen: true }).remove()).stats;
      return { updated, removed, left: await idsOf(rows.get()) };
    },
  },
  {
    name: '带条件的更新只有一个赢家，输的计 0',
    expected: [0, 0, 0, 0, 1],
    async observe({ collection }) {
      await collection('rows')
        .doc('x')
        .set({ data: { state: 'free' } });
      const take = async (by: number) =>
        (
          await collection('rows')
            .where({ _id: 'x', state: 'free' })
            .update({ data: { state: 'taken', by } })
        ).stats['updated'];
      const counts = await Promise.all([1, 2, 3, 4, 5].map(take));
      return counts.sort();
    },
  },
  {
    name: '更新操作符：inc、mul、push、pull、addToSet、remove、set',
    expected: {
      _id: 'x',
      n: 3,
      m: 6,
      missing: 1,
      list: [0, 1, 2],
      set: ['a', 'b'],
      made: { d: 1 },
    },
    async observe({ collection, command: _ }) {
      const row = collection('rows').doc('x');
      await row.set({ data: { n: 1, m: 3, list: [1, 2, 9], set: ['a'], gone: 1, made: 2 } });
      await row.update({
        data: {
          n: _['inc']?.(2),
          m: _['mul']?.(2),
          missing: _['inc']?.(1),
          list: _['push']?.({ each: [0], position: 0 }),
          set: _['addToSet']?.({ $each: ['a', 'b'] }),
          gone: _['remove']?.(),
          made: _['set']?.({ d: 1 }),
        },
      });
      await row.update({ data: { list: _['pull']?.(9) } });
      return (await row.get()).data;
    },
  },
  {
    name: '服务器时间存成日期，与本机相差不到一分钟',
    expected: true,
    async observe({ collection, db }) {
      await collection('rows')
        .doc('x')
        .set({ data: { at: db.serverDate() } });
      const { at } = (await collection('rows').doc('x').get()).data;
      return at instanceof Date && Math.abs(at.getTime() - Date.now()) < 60_000;
    },
  },
];

const countsOf = ({ created, updated }: Record<string, number>) => ({ created, updated });
