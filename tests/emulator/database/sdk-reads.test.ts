import type { Database } from '../../../devtools/emulator/database/database';
import { withSdk } from './sdk';
import type { CollectionReference, SdkDatabase } from './sdk';

let db: SdkDatabase;
let database: Database;

withSdk((sdk) => ({ db, database } = sdk));

let rows: CollectionReference;
beforeEach(() => {
  database.drop('rows');
  database.drop('other');
  database.createCollection('rows');
  database.createCollection('other');
  rows = db.collection('rows');
});

const ids = (documents: Record<string, unknown>[]) => documents.map((document) => document['_id']);
const idsWhere = async (query: object) => ids((await rows.where(query).get()).data).sort();

describe('reading through the SDK', () => {
  it('gives 100 rows by default and 1000 at most', async () => {
    database.put(
      'rows',
      Array.from({ length: 1100 }, (_, n) => ({ _id: `r${n}`, n })),
    );

    expect((await rows.get()).data).toHaveLength(100);
    expect((await rows.limit(2000).get()).data).toHaveLength(1000);
    expect((await rows.orderBy('n', 'desc').skip(1090).get()).data).toHaveLength(10);
    expect(await rows.count()).toMatchObject({ total: 1100 });
  });

  it('refuses to skip a negative number', async () => {
    await expect(rows.skip(-1).get()).rejects.toMatchObject({ errCode: -502001 });
  });

  it('orders by several fields', async () => {
    database.put('rows', [
      { _id: 'a', x: 1, y: 2 },
      { _id: 'b', x: 1, y: 1 },
      { _id: 'c', x: 2, y: 0 },
      { _id: 'd' },
    ]);

    const { data } = await rows.orderBy('x', 'desc').orderBy('y', 'asc').get();
    expect(ids(data)).toEqual(['c', 'b', 'a', 'd']);
  });

  it('shows the asked fields', async () => {
    await rows.doc('x').set({ data: { a: { b: 1, c: 2 }, d: [1, 2, 3], e: 5 } });

    expect((await rows.doc('x').field({ 'a.b': true }).get()).data).toEqual({
      _id: 'x',
      a: { b: 1 },
    });
    expect((await rows.field({ a: false, _id: false }).get()).data).toEqual([
      { d: [1, 2, 3], e: 5 },
    ]);
    expect((await rows.field({ d: { $slice: 1 } }).get()).data).toEqual([
      { _id: 'x', a: { b: 1, c: 2 }, d: [1], e: 5 },
    ]);
  });

  it('answers null for a missing document', async () => {
    expect((await rows.doc('gone').get()).data).toBeNull();
  });

  it.each<[string, (_: SdkDatabase['command']) => object, string[]]>([
    ['equality', () => ({ n: 2 }), ['b']],
    ['eq', (_) => ({ n: _['eq']?.(2) }), ['b']],
    ['neq', (_) => ({ n: _['neq']?.(2) }), ['a', 'c', 'd']],
    ['gt and lte', (_) => ({ n: _['gt']?.(1) }), ['b', 'c']],
    [
      'a chained and',
      (_) => ({ n: (_['gte']?.(1) as never as { and(x: unknown): unknown }).and(_['lt']?.(3)) }),
      ['a', 'b'],
    ],
    ['in', (_) => ({ n: _['in']?.([1, 3]) }), ['a', 'c']],
    ['nin', (_) => ({ n: _['nin']?.([1, 3]) }), ['b', 'd']],
    ['or of fields', (_) => ({ n: _['or']?.(_['eq']?.(1), _['eq']?.(3)) }), ['a', 'c']],
    ['not', (_) => ({ n: _['not']?.(_['gt']?.(1)) }), ['a', 'd']],
    ['exists', (_) => ({ n: _['exists']?.(false) }), ['d']],
    ['mod', (_) => ({ n: _['mod']?.(2, 1) }), ['a', 'c']],
    ['all', (_) => ({ tags: _['all']?.(['x', 'y']) }), ['b']],
    ['size', (_) => ({ tags: _['size']?.(1) }), ['a']],
    ['an element', () => ({ tags: 'x' }), ['a', 'b']],
    ['elemMatch', (_) => ({ items: _['elemMatch']?.({ k: 1, v: _['gt']?.(4) }) }), ['c']],
    ['a nested path', () => ({ sub: { k: 'v' } }), ['d']],
    ['null', () => ({ sub: null }), ['a', 'b', 'c']],
    ['a regular expression', () => ({ name: /^be/i }), ['b']],
    ['nor', (_) => _['nor']?.([{ n: 1 }, { n: 2 }]) as object, ['c', 'd']],
    ['or of queries', (_) => _['or']?.([{ n: 1 }, { 'sub.k': 'v' }]) as object, ['a', 'd']],
    ['and of queries', (_) => _['and']?.([{ n: 3 }, { tags: [] }]) as object, []],
  ])('finds by %s', async (_name, query, expected) => {
    database.put('rows', [
      { _id: 'a', n: 1, tags: ['x'], name: 'Alpha' },
      { _id: 'b', n: 2, tags: ['x', 'y'], name: 'Beta' },
      {
        _id: 'c',
        n: 3,
        items: [
          { k: 1, v: 5 },
          { k: 2, v: 1 },
        ],
      },
      {
        _id: 'd',
        sub: { k: 'v' },
        items: [
          { k: 1, v: 1 },
          { k: 2, v: 5 },
        ],
      },
    ]);

    expect(await idsWhere(query(db.command))).toEqual(expected);
  });

  it('finds by place', async () => {
    const { Geo, command: _ } = db;
    await rows.add({
      data: [
        { _id: 'near', at: Geo.Point(113.0, 23.0) },
        { _id: 'far', at: Geo.Point(113.1, 23.0) },
      ],
    });
    const square = Geo.Polygon([
      Geo.LineString([
        Geo.Point(112.9, 22.9),
        Geo.Point(113.05, 22.9),
        Geo.Point(113.05, 23.1),
        Geo.Point(112.9, 23.1),
        Geo.Point(112.9, 22.9),
      ]),
    ]);

    const { data } = await rows
      .where({
        at: _['geoNear']?.({
          geometry: Geo.Point(113.09, 23),
          maxDistance: 20_000,
          minDistance: 0,
        }),
      })
      .get();
    expect(ids(data)).toEqual(['far', 'near']);
    expect(await idsWhere({ at: _['geoWithin']?.({ geometry: square }) })).toEqual(['near']);
    expect(await idsWhere({ at: _['geoIntersects']?.({ geometry: square }) })).toEqual(['near']);
    expect(
      await idsWhere({ at: _['geoWithin']?.({ centerSphere: [[113.1, 23], 1 / 6378] }) }),
    ).toEqual(['far']);
  });
});
