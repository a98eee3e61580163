import type { SdkDatabase } from '../sdk';
import { refuses } from './case';
import type { Command$, CommandCase } from './command-cases';

/** The values of `f` in the rows that the command finds; `none` for a row without the field. */
function find(
  values: unknown[],
  query: (_: Command$, db: SdkDatabase) => unknown,
  expected: unknown,
): CommandCase {
  const rowsOf = (db: SdkDatabase) =>
    values.map((value, _id) => {
      const made: unknown =
        typeof value === 'function' ? (value as (of: SdkDatabase) => unknown)(db) : value;
      return made === 'none' ? { _id } : { _id, f: made };
    });
  return {
    rows: () => [],
    async run(rows, _, db) {
      await rows.add({ data: rowsOf(db) });
      const { data } = await rows
        .where({ f: query(_, db) })
        .orderBy('_id', 'asc')
        .get();
      return data.map(({ _id }) => values[Number(_id)]);
    },
    expected,
  };
}

/** The same for a command that is a complete query. */
function findWhole(
  rows: object[],
  query: (_: Command$, db: SdkDatabase) => unknown,
  expected: unknown,
): CommandCase {
  return {
    rows: () => rows.map((row, _id) => ({ _id, ...row })),
    async run(collection, _, db) {
      const found = collection.where(query(_, db) as object);
      const { data } = await found.orderBy('_id', 'asc').get();
      return data.map(({ _id }) => _id);
    },
    expected,
  };
}

const mixed = [1, 5, '5', null, 'none', [5, 9], true, { x: 1 }];
const day = (number: number) => new Date(Date.UTC(2024, 0, number));
const point =
  (longitude: number, latitude: number) =>
  ({ Geo }: SdkDatabase) =>
    Geo.Point(longitude, latitude);
const [near, far] = [point(113, 23), point(113.1, 23)];
const square = ({ Geo }: SdkDatabase) =>
  Geo.Polygon([
    Geo.LineString([
      Geo.Point(112.9, 22.9),
      Geo.Point(113.05, 22.9),
      Geo.Point(113.05, 23.1),
      Geo.Point(112.9, 23.1),
      Geo.Point(112.9, 22.9),
    ]),
  ]);
const rows = [{ a: 1, b: 1 }, { a: 1, b: 2 }, { a: 2 }, {}];

export const queryCommands: Record<string, CommandCase[]> = {
  eq: [
    find(mixed, (_) => _['eq']?.(5), [5, [5, 9]]),
    find(mixed, (_) => _['eq']?.(null), [null, 'none']),
    find(mixed, (_) => _['eq']?.([5, 9]), [[5, 9]]),
    find(
      [
        { x: 1, y: 2 },
        { y: 2, x: 1 },
      ],
      (_) => _['eq']?.({ x: 1, y: 2 }),
      [{ x: 1, y: 2 }],
    ),
    find([day(1), day(2)], (_) => _['eq']?.(day(2)), [day(2)]),
  ],
  neq: [
    find(mixed, (_) => _['neq']?.(5), [1, '5', null, 'none', true, { x: 1 }]),
    find(mixed, (_) => _['neq']?.(null), [1, 5, '5', [5, 9], true, { x: 1 }]),
  ],
  lt: [
    find(mixed, (_) => _['lt']?.(5), [1]),
    find([day(1), day(2), 5], (_) => _['lt']?.(day(2)), [day(1)]),
    find(mixed, (_) => _['lt']?.(null), []),
  ],
  lte: [
    find(mixed, (_) => _['lte']?.(5), [1, 5, [5, 9]]),
    find(['a', 'B', 'b', 1], (_) => _['lte']?.('a'), ['a', 'B']),
  ],
  gt: [find(mixed, (_) => _['gt']?.(5), [[5, 9]]), find(mixed, (_) => _['gt']?.(false), [true])],
  gte: [
    find(mixed, (_) => _['gte']?.(5), [5, [5, 9]]),
    find(mixed, (_) => _['gte']?.(null), [null, 'none']),
  ],
  in: [
    find(mixed, (_) => _['in']?.([1, '5']), [1, '5']),
    find(mixed, (_) => _['in']?.([null, 9]), [null, 'none', [5, 9]]),
    find(['ab', 'b', ['ac']], (_) => _['in']?.([/^a/]), ['ab', ['ac']]),
    find(mixed, (_) => _['in']?.([]), []),
  ],
  nin: [
    find(mixed, (_) => _['nin']?.([1, 5, null]), ['5', true, { x: 1 }]),
    find(mixed, (_) => _['nin']?.([]), mixed),
  ],
  all: [
    find([[1, 2], [2, 1, 3], [1], 1], (_) => _['all']?.([1, 2]), [
      [1, 2],
      [2, 1, 3],
    ]),
    find([[1, 2], 1, 2], (_) => _['all']?.([1]), [[1, 2], 1]),
    find([[[1, 2]], [1, 2]], (_) => _['all']?.([[1, 2]]), [[[1, 2]], [1, 2]]),
    find([[], [1]], (_) => _['all']?.([]), []),
  ],
  elemMatch: [
    find([[1, 9], [5], 5, []], (_) => _['elemMatch']?.({ $gt: 3, $lt: 7 }), [[5]]),
    find(
      [
        [{ k: 1, v: 5 }],
        [
          { k: 1, v: 1 },
          { k: 2, v: 5 },
        ],
        { k: 1, v: 5 },
      ],
      (_) => _['elemMatch']?.({ k: 1, v: _['gt']?.(3) }),
      [[{ k: 1, v: 5 }]],
    ),
    find([[[1, 2]], [[3]]], (_) => _['elemMatch']?.({ $elemMatch: { $eq: 3 } }), [[[3]]]),
    find([[1]], (_) => _['elemMatch']?.(5), refuses('$elemMatch needs an Object')),
  ],
  exists: [
    find(
      mixed,
      (_) => _['exists']?.(true),
      mixed.filter((value) => value !== 'none'),
    ),
    find(mixed, (_) => _['exists']?.(false), ['none']),
  ],
  size: [
    find([[], [1], [1, 2], 1, 'none'], (_) => _['size']?.(1), [[1]]),
    find([[], 'none'], (_) => _['size']?.(0), [[]]),
    find([[]], (_) => _['size']?.(-1), refuses('$size must be a whole number')),
    find([[]], (_) => _['size']?.(1.5), refuses('$size must be a whole number')),
  ],
  mod: [
    find([4, 5, 8.9, '4', null, [3, 4], -4], (_) => _['mod']?.(4, 0), [4, 8.9, [3, 4], -4]),
    find([-5, 3], (_) => _['mod']?.([4, -1]), [-5]),
    find([1], (_) => _['mod']?.(0, 1), refuses('divisor cannot be 0')),
    find([1], (_) => _['mod']?.([4]), refuses('malformed mod')),
  ],
  geoNear: [
    find(
      [near, far, 'none', 5],
      (_, db) => _['geoNear']?.({ geometry: near(db), maxDistance: 1000, minDistance: 0 }),
      [near],
    ),
    find(
      [near, far],
      (_, db) => _['geoNear']?.({ geometry: near(db), maxDistance: 20_000, minDistance: 1000 }),
      [far],
    ),
  ],
  geoWithin: [
    find([near, far, 'none'], (_, db) => _['geoWithin']?.({ geometry: square(db) }), [near]),
    find([near, far], (_) => _['geoWithin']?.({ centerSphere: [[113.1, 23], 1 / 6378] }), [far]),
  ],
  geoIntersects: [
    find([near, far, square], (_, db) => _['geoIntersects']?.({ geometry: square(db) }), [
      near,
      square,
    ]),
    find([far, square], (_, db) => _['geoIntersects']?.({ geometry: near(db) }), [square]),
  ],
  and: [
    find(mixed, (_) => _['and']?.(_['gt']?.(0), _['lt']?.(5)), [1]),
    findWhole(rows, (_) => _['and']?.([{ a: 1 }, { b: _['gt']?.(1) }]), [1]),
  ],
  or: [
    find(mixed, (_) => _['or']?.(_['eq']?.(1), _['eq']?.('5')), [1, '5']),
    findWhole(rows, (_) => _['or']?.([{ a: 2 }, { b: 2 }]), [1, 2]),
    findWhole(rows, (_) => _['or']?.([]), refuses('$or must be a nonempty array')),
  ],
  nor: [
    find(mixed, (_) => _['nor']?.([_['exists']?.(false), _['gt']?.(0)]), [
      '5',
      null,
      true,
      { x: 1 },
    ]),
    findWhole(rows, (_) => _['nor']?.([{ a: 1 }, { a: 2 }]), [3]),
  ],
  not: [
    find(mixed, (_) => _['not']?.(_['gt']?.(3)), [1, '5', null, 'none', true, { x: 1 }]),
    find(['ab', 'b', 'none'], (_) => _['not']?.(/^a/), ['b', 'none']),
    find([1, 9], (_) => _['not']?.(_['in']?.([1])), [9]),
  ],
  expr: [
    findWhole(rows, (_) => _['expr']?.({ $gt: ['$b', '$a'] }), [1]),
    findWhole(rows, (_) => _['expr']?.({ $lt: ['$b', '$$NOW'] }), [0, 1, 2, 3]),
    findWhole(
      rows,
      (_) => _['expr']?.({ $nothing: 1 }),
      refuses("Unrecognized expression '$nothing'"),
    ),
  ],
  jsonSchema: [
    findWhole(rows, (_) => _['jsonSchema']?.({ required: ['b'] }), [0, 1]),
    findWhole(rows, (_) => _['nor']?.([_['jsonSchema']?.({ required: ['b'] })]), [2, 3]),
    findWhole(
      rows,
      (_) => _['jsonSchema']?.({ nothing: 1 }),
      refuses('Unknown $jsonSchema keyword: nothing'),
    ),
  ],
  text: [
    findWhole(
      rows,
      (_) => _['text']?.({ search: 'x' }),
      refuses('unknown top level operator: $search'),
    ),
  ],
  project: [
    {
      rows: () => [{ _id: 1, f: [1, 2, 3], g: [{ x: 1 }, { x: 2, y: 1 }] }],
      async run(collection, { project }) {
        const commands = project as unknown as Command$;
        const fields = { f: commands['slice']?.(2), g: commands['elemMatch']?.({ x: 2 }) };
        return (await collection.field(fields).get()).data;
      },
      expected: [{ _id: 1, f: [1, 2], g: [{ x: 2, y: 1 }] }],
    },
    {
      rows: () => [{ _id: 1, f: [1, 2, 3], a: 1 }],
      async run(collection, { project }) {
        const slice = (project as unknown as Command$)['slice']?.([-2, 1]);
        return (await collection.field({ f: slice }).get()).data;
      },
      expected: [{ _id: 1, f: [2], a: 1 }],
    },
  ],
};
