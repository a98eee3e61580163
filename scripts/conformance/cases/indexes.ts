import { idsOf, refusalOf } from '../case';
import type { Case } from '../case';

const duplicate = 'E11000 duplicate key error';

export const indexCases: Case[] = [
  {
    name: '含 _id 的复合索引：建得了，翻页按它的顺序',
    expected: { refused: null, pages: [['c', 'b'], ['a']] },
    async observe({ collection, command: _, createIndexes }) {
      const refused = await createIndexes('pages');
      const rows = collection('pages');
      const data = ['a', 'b', 'c'].map((id) => ({ _id: id, of: 'alice', order: 1 }));
      await rows.add({ data: [...data, { _id: 'd', of: 'bob', order: 1 }] });
      const page = (query: object) =>
        idsOf(rows.where(query).orderBy('order', 'desc').orderBy('_id', 'desc').limit(2).get());
      const first = await page({ of: 'alice' });
      const second = await page({ of: 'alice', order: 1, _id: _['lt']?.(first.at(-1)) });
      return { refused, pages: [first, second] };
    },
  },
  {
    name: '唯一索引：重复的新行、改成重复的值都被拒绝',
    expected: {
      refused: null,
      add: { errCode: -502001, says: duplicate },
      update: { errCode: -502001, says: duplicate },
    },
    async observe({ collection, createIndexes }) {
      const refused = await createIndexes('seats');
      const rows = collection('seats');
      await rows.add({ data: { _id: 'a', seat: 1 } });
      await rows.add({ data: { _id: 'b', seat: 2 } });
      return {
        refused,
        add: await refusalOf(rows.add({ data: { _id: 'c', seat: 1 } }), duplicate),
        update: await refusalOf(rows.doc('b').update({ data: { seat: 1 } }), duplicate),
      };
    },
  },
  {
    name: '唯一索引：没有这个字段算作 null，只能有一行',
    expected: { errCode: -502001, says: duplicate },
    async observe({ collection, createIndexes }) {
      await createIndexes('seats');
      await collection('seats').add({ data: { _id: 'a' } });
      return refusalOf(collection('seats').add({ data: { _id: 'b' } }), duplicate);
    },
  },
];
