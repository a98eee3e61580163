import { idsOf, refusalOf } from '../case';
import type { Case } from '../case';

export const readCases: Case[] = [
  {
    name: '读没有的一行',
    expected: { errCode: -1, says: 'does not exist' },
    observe: ({ collection }) =>
      refusalOf(collection('rows').doc('nobody').get(), 'does not exist'),
  },
  {
    name: '读没有的集合',
    expected: { errCode: -502005, says: 'not exist' },
    observe: ({ db, nameOf }) =>
      refusalOf(db.collection(`${nameOf('rows')}_nowhere`).get(), 'not exist'),
  },
  {
    name: '新建已有的集合被拒绝',
    expected: 'refused',
    observe: ({ db, nameOf }) =>
      db.createCollection(nameOf('rows')).then(
        () => 'taken',
        () => 'refused',
      ),
  },
  {
    name: '条件 null 也匹配没有这个字段的行；neq(null) 都不匹配',
    expected: [['missing', 'null'], ['one']],
    async observe({ collection, command: _ }) {
      const rows = collection('rows');
      await rows.add({
        data: [{ _id: 'null', a: null }, { _id: 'missing' }, { _id: 'one', a: 1 }],
      });
      return [
        (await idsOf(rows.where({ a: null }).get())).sort(),
        await idsOf(rows.where({ a: _['neq']?.(null) }).get()),
      ];
    },
  },
  {
    name: '比较只在同类型之间成立',
    expected: [['number'], ['text'], ['date']],
    async observe({ collection, command: _ }) {
      const rows = collection('rows');
      const data = [
        { _id: 'number', a: 5 },
        { _id: 'text', a: '5' },
        { _id: 'date', a: new Date(5) },
      ];
      await rows.add({ data });
      return [
        await idsOf(rows.where({ a: _['gt']?.(0) }).get()),
        await idsOf(rows.where({ a: _['gt']?.('') }).get()),
        await idsOf(rows.where({ a: _['gt']?.(new Date(0)) }).get()),
      ];
    },
  },
  {
    name: '数组的元素、嵌套的字段、elemMatch、in、or',
    expected: [['a'], ['b'], ['a'], ['a', 'b'], ['a', 'b']],
    async observe({ collection, command: _ }) {
      const rows = collection('rows');
      const data = [
        { _id: 'a', tags: ['x', 'y'], list: [{ k: 1, v: 2 }] },
        { _id: 'b', deep: { at: 1 }, list: [{ k: 1 }, { v: 2 }] },
      ];
      await rows.add({ data });
      const find = async (query: object) => (await idsOf(rows.where(query).get())).sort();
      return [
        await find({ tags: 'x' }),
        await find({ deep: { at: 1 } }),
        await find({ list: _['elemMatch']?.({ k: 1, v: 2 }) }),
        await find({ _id: _['in']?.(['a', 'b', 'c']) }),
        await find(_['or']?.([{ tags: 'y' }, { 'deep.at': 1 }]) ?? {}),
      ];
    },
  },
  {
    name: '排序：没有字段的在前，文字按字节；skip 与 limit',
    expected: [
      ['missing', 'A', 'a', 'é', '中'],
      ['a', 'é'],
    ],
    async observe({ collection }) {
      const rows = collection('rows');
      const named = ['中', 'a', 'é', 'A'].map((a) => ({ _id: a, a }));
      await rows.add({ data: [...named, { _id: 'missing' }] });
      const sorted = rows.orderBy('a', 'asc');
      return [await idsOf(sorted.get()), await idsOf(sorted.skip(2).limit(2).get())];
    },
  },
  {
    name: '一次最多读多少行：不写 limit、limit(1000)',
    expected: [100, 120, 120],
    async observe({ collection }) {
      const rows = collection('rows');
      const data = Array.from({ length: 120 }, (_, at) => ({
        _id: `r${String(at).padStart(3, '0')}`,
      }));
      await rows.add({ data });
      return [
        (await rows.get()).data.length,
        (await rows.limit(1000).get()).data.length,
        (await rows.count()).total,
      ];
    },
  },
  {
    name: '投影：只取、排除、嵌套',
    expected: [[{ _id: 'x', a: 1 }], [{ a: 1 }], [{ _id: 'x', deep: { b: 2 } }]],
    async observe({ collection }) {
      const rows = collection('rows');
      await rows.add({ data: { _id: 'x', a: 1, deep: { b: 2, c: 3 } } });
      const take = async (projection: object) => (await rows.field(projection).get()).data;
      return [
        await take({ a: true }),
        await take({ a: true, _id: false }),
        await take({ 'deep.b': true }),
      ];
    },
  },
  {
    name: '正则匹配，不分大小写',
    expected: ['x'],
    async observe({ collection, db }) {
      const rows = collection('rows');
      await rows.add({
        data: [
          { _id: 'x', a: 'Rain cat' },
          { _id: 'y', a: 'sun' },
        ],
      });
      return idsOf(rows.where({ a: db.RegExp({ regexp: '^rain', options: 'i' }) }).get());
    },
  },
  {
    name: '聚合：group、sort、limit',
    expected: [
      { _id: 'a', total: 3, many: 2 },
      { _id: 'b', total: 5, many: 1 },
    ],
    async observe({ collection, command: { aggregate: $ } }) {
      const rows = collection('rows');
      await rows.add({
        data: [
          { k: 'a', n: 1 },
          { k: 'a', n: 2 },
          { k: 'b', n: 5 },
        ],
      });
      const grouped = rows
        .aggregate()
        .group({ _id: '$k', total: $['sum']?.('$n'), many: $['sum']?.(1) });
      return (await grouped.sort({ _id: 1 }).limit(5).end()).list;
    },
  },
  {
    name: '聚合：日期的文字、时区与第几周，substr 到结尾',
    expected: [{ day: '2026-01-01 08', week: 19, rest: '23' }],
    async observe({ collection, command: { aggregate: $ } }) {
      const rows = collection('rows');
      const data = {
        at: new Date('2026-01-01T00:00:00Z'),
        may: new Date('2019-05-14T00:00:00Z'),
        text: '123',
      };
      await rows.add({ data });
      const projected = rows.aggregate().project({
        _id: 0,
        day: $['dateToString']?.({ date: '$at', format: '%Y-%m-%d %H', timezone: 'Asia/Shanghai' }),
        week: $['week']?.('$may'),
        rest: $['substr']?.(['$text', 1, -1]),
      });
      return (await projected.end()).list;
    },
  },
  {
    name: '聚合：lookup 与 unwind',
    expected: [{ _id: 'x', name: '墨' }],
    async observe({ collection, nameOf }) {
      await collection('rows').add({ data: { _id: 'x', of: 'ink' } });
      await collection('others').add({ data: { _id: 'ink', name: '墨' } });
      const joined = collection('rows')
        .aggregate()
        .lookup({ from: nameOf('others'), localField: 'of', foreignField: '_id', as: 'found' })
        .unwind('$found')
        .project({ name: '$found.name' });
      return (await joined.end()).list;
    },
  },
];
