import { Long } from 'bson';
import type { Database } from '../../../devtools/emulator/database/database';
import { startSdk } from './sdk';
import type { Aggregate, SdkDatabase } from './sdk';

let db: SdkDatabase;
let database: Database;
let close: () => Promise<void>;

beforeAll(async () => {
  const sdk = await startSdk();
  ({ db, database } = sdk);
  close = () => sdk.close();
  database.put('sales', [
    {
      _id: 1,
      item: 'pen',
      price: 10,
      count: 2,
      at: new Date('2024-01-01T20:00:00Z'),
      tags: ['a', 'b'],
    },
    { _id: 2, item: 'ink', price: 20, count: 1, at: new Date('2024-01-02T08:00:00Z'), tags: [] },
    { _id: 3, item: 'pen', price: 12, count: 5, at: new Date('2024-02-01T08:00:00Z'), tags: ['b'] },
    { _id: 4, item: 'cap', price: 55, count: null, at: null },
  ]);
  database.put('stock', [
    { _id: 's1', item: 'pen', left: 3 },
    { _id: 's2', item: 'ink', left: 0 },
    { _id: 's3', item: 'pen', left: 9 },
  ]);
  database.put(
    'many',
    Array.from({ length: 12_000 }, (_, n) => ({ _id: n, n })),
  );
  database.put('places', [
    { _id: 'a', at: { type: 'Point', coordinates: [113, 23] } },
    { _id: 'b', at: { type: 'Point', coordinates: [113.1, 23] } },
  ]);
});
afterAll(() => close());

const sales = () => db.collection('sales').aggregate();
const list = async (pipeline: Aggregate) => (await pipeline.end()).list;

describe('an aggregation', () => {
  it('keeps every digit of longs, and calculates with them', async () => {
    const long = Long.fromString('9007199254740993');
    database.put('longs', [{ _id: 1, n: long, at: new Date(0) }]);
    const ask = async (...stages: [string, object][]) =>
      JSON.stringify(
        await database.handle('database.aggregateDocuments', {
          collectionName: 'longs',
          stages: stages.map(([stageKey, value]) => ({
            stageKey,
            stageValue: JSON.stringify(value),
          })),
        }),
      );

    expect(await ask(['$group', { _id: '$n', sum: { $sum: '$n' } }])).toMatch(
      /(9007199254740993.*){2}/,
    );
    const day = { $dateToString: { date: '$at', format: '%Y' } };
    expect(await ask(['$project', { n: 1, day }])).toContain('9007199254740993');
    expect(await ask(['$addFields', { twice: { $multiply: ['$n', 2] } }])).toContain(
      '18014398509481986',
    );
  });

  it('gives 20 rows without limit and 10000 at most', async () => {
    const many = () => db.collection('many').aggregate();

    expect(await list(many())).toHaveLength(20);
    expect(
      await list(
        many()
          .match({ n: db.command['gte']?.(0) })
          .limit(50),
      ),
    ).toHaveLength(50);
    expect(await list(many().limit(20_000))).toHaveLength(10_000);
  });

  it('matches, groups and sorts', async () => {
    const $ = db.command.aggregate;
    const grouped = sales()
      .match({ price: db.command['lt']?.(50) })
      .group({
        _id: '$item',
        sum: $['sum']?.($['multiply']?.(['$price', '$count'])),
        rows: $['sum']?.(1),
        all: $['push']?.('$_id'),
      })
      .sort({ sum: -1 });

    expect(await list(grouped)).toEqual([
      { _id: 'pen', sum: 80, rows: 2, all: [1, 3] },
      { _id: 'ink', sum: 20, rows: 1, all: [2] },
    ]);
  });

  it('projects and adds fields', async () => {
    const $ = db.command.aggregate;
    const projected = sales()
      .addFields({ total: $['multiply']?.(['$price', $['ifNull']?.(['$count', 0])]) })
      .project({
        _id: 0,
        total: 1,
        day: $['dateToString']?.({
          date: '$at',
          format: '%Y-%m-%d',
          timezone: 'Asia/Shanghai',
          onNull: 'never',
        }),
      })
      .sort({ total: 1 });

    expect(await list(projected)).toEqual([
      { total: 0, day: 'never' },
      { total: 20, day: '2024-01-02' },
      { total: 20, day: '2024-01-02' },
      { total: 60, day: '2024-02-01' },
    ]);
  });

  it('unwinds arrays', async () => {
    expect(await list(sales().unwind('$tags').project({ tags: 1 }))).toEqual([
      { _id: 1, tags: 'a' },
      { _id: 1, tags: 'b' },
      { _id: 3, tags: 'b' },
    ]);
    const kept = sales()
      .unwind({ path: '$tags', includeArrayIndex: 'place', preserveNullAndEmptyArrays: true })
      .project({ tags: 1, place: 1 });
    expect(await list(kept)).toEqual([
      { _id: 1, tags: 'a', place: 0 },
      { _id: 1, tags: 'b', place: 1 },
      { _id: 2, place: null },
      { _id: 3, tags: 'b', place: 0 },
      { _id: 4, place: null },
    ]);
  });

  it('looks up by fields', async () => {
    const joined = sales()
      .lookup({ from: 'stock', localField: 'item', foreignField: 'item', as: 'stock' })
      .project({ 'stock.left': 1 });

    expect(await list(joined)).toEqual([
      { _id: 1, stock: [{ left: 3 }, { left: 9 }] },
      { _id: 2, stock: [{ left: 0 }] },
      { _id: 3, stock: [{ left: 3 }, { left: 9 }] },
      { _id: 4, stock: [] },
    ]);
  });

  it('looks up by ids, one or several', async () => {
    database.put('orders', [{ _id: 'o1', of: 4 }, { _id: 'o2', of: [3, 1, 3, 9] }, { _id: 'o3' }]);
    const joined = db
      .collection('orders')
      .aggregate()
      .lookup({ from: 'sales', localField: 'of', foreignField: '_id', as: 'sales' })
      .project({ 'sales.item': 1 });

    expect(await list(joined)).toEqual([
      { _id: 'o1', sales: [{ item: 'cap' }] },
      { _id: 'o2', sales: [{ item: 'pen' }, { item: 'pen' }] },
      { _id: 'o3', sales: [] },
    ]);
  });

  it('looks up by a pipeline with variables', async () => {
    const $ = db.command.aggregate;
    const pipeline = ($['pipeline']?.() as unknown as Aggregate)
      .match(
        (db.command as Record<string, (x: unknown) => unknown>)['expr']?.(
          $['and']?.([$['eq']?.(['$item', '$$item']), $['gte']?.(['$left', '$$wanted'])]),
        ),
      )
      .project({ left: 1, _id: 0 }) as Aggregate & { done(): unknown };
    const joined = sales()
      .lookup({
        from: 'stock',
        let: { item: '$item', wanted: '$count' },
        pipeline: pipeline.done(),
        as: 'stock',
      })
      .match({ item: 'pen' })
      .project({ stock: 1 });

    expect(await list(joined)).toEqual([
      { _id: 1, stock: [{ left: 3 }, { left: 9 }] },
      { _id: 3, stock: [{ left: 9 }] },
    ]);
  });

  it('finds nothing in a collection that does not exist', async () => {
    const joined = sales()
      .lookup({ from: 'nowhere', localField: 'item', foreignField: 'x', as: 'found' })
      .limit(1);

    expect(await list(joined)).toMatchObject([{ found: [] }]);
    await expect(db.collection('nowhere').aggregate().end()).rejects.toMatchObject({
      code: 'DATABASE_COLLECTION_NOT_EXIST',
    });
  });

  it('counts, and returns nothing for no documents', async () => {
    expect(await list(sales().count('rows'))).toEqual([{ rows: 4 }]);
    expect(await list(sales().match({ item: 'none' }).count('rows'))).toEqual([]);
    expect(await list(sales().sortByCount('$item').limit(1))).toEqual([{ _id: 'pen', count: 2 }]);
  });

  it('makes buckets', async () => {
    const $ = db.command.aggregate;
    const buckets = sales().bucket({
      groupBy: '$price',
      boundaries: [0, 12, 30],
      default: 'dear',
      output: { rows: $['push']?.('$_id') },
    });
    expect(await list(buckets)).toEqual([
      { _id: 0, rows: [1] },
      { _id: 12, rows: [2, 3] },
      { _id: 'dear', rows: [4] },
    ]);
    await expect(list(sales().bucket({ groupBy: '$price', boundaries: [0, 12] }))).rejects.toThrow(
      'no default',
    );
    expect(await list(sales().bucketAuto({ groupBy: '$price', buckets: 2 }))).toMatchObject([
      { count: 2 },
      { count: 2 },
    ]);
  });

  it('samples different documents', async () => {
    const drawn = await list(sales().sample({ size: 4 }));

    expect(drawn.map(({ _id }) => _id).sort()).toEqual([1, 2, 3, 4]);
  });

  it('makes new roots', async () => {
    const renamed = sales()
      .limit(1)
      .replaceRoot({ newRoot: { named: '$item' } });

    expect(await list(renamed)).toEqual([{ named: 'pen' }]);
  });

  it('makes facets, which this version of the SDK cannot request', async () => {
    const reply = await database.handle('database.aggregateDocuments', {
      collectionName: 'sales',
      stages: [
        {
          stageKey: '$facet',
          stageValue: '{"pens":[{"$match":{"item":"pen"}},{"$count":"n"}],"none":[{"$skip":9}]}',
        },
      ],
    });

    expect(reply).toEqual({
      data: { list: ['{"pens":[{"n":{"$numberInt":"2"}}],"none":[]}'] },
    });
  });

  it('sorts by distance', async () => {
    const near = db
      .collection('places')
      .aggregate()
      .geoNear({
        distanceField: 'distance',
        spherical: true,
        near: db.Geo.Point(113.1, 23),
        key: 'at',
      });
    const [first, second] = await list(near);

    expect([first, second]).toMatchObject([{ _id: 'b', distance: 0 }, { _id: 'a' }]);
    expect(second?.['distance']).toBeCloseTo(10_247, -2);
  });

  it('never changes what is stored', async () => {
    const before = JSON.stringify(database.find('sales', {}).docs);
    await list(
      sales().addFields({ 'tags.x': 1, price: 0 }).project({ tags: 0 }).sort({ price: 1 }),
    );

    expect(JSON.stringify(database.find('sales', {}).docs)).toBe(before);
  });

  it.each([
    ['a limit of zero', (pipeline: Aggregate) => pipeline.limit(0)],
    ['a negative skip', (pipeline: Aggregate) => pipeline.skip(-1)],
  ])('refuses %s', async (_name, extend) => {
    await expect(list(extend(sales()))).rejects.toMatchObject({ code: 'DATABASE_REQUEST_FAILED' });
  });

  it('refuses an unknown stage', async () => {
    const stages = [{ stageKey: '$nothing', stageValue: '{}' }];

    await expect(
      database.handle('database.aggregateDocuments', { collectionName: 'sales', stages }),
    ).rejects.toThrow("Unrecognized pipeline stage name: '$nothing'");
  });
});
