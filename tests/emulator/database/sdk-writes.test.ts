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

const idsWhere = async (query: object) =>
  (await rows.where(query).get()).data.map(({ _id }) => _id).sort();

describe('writing through the SDK', () => {
  it('adds one document and answers its id', async () => {
    const { _id } = await rows.add({ data: { name: 'a', at: new Date(5), none: undefined } });

    expect(_id).toMatch(/^[0-9a-f]{32}$/);
    expect((await rows.doc(_id).get()).data).toEqual({ _id, name: 'a', at: new Date(5) });
  });

  it('adds many with their own ids', async () => {
    const { _ids } = await rows.add({ data: [{ _id: 'x' }, { _id: 'y' }] });

    expect(_ids).toEqual(['x', 'y']);
  });

  it('refuses an id that exists', async () => {
    await rows.add({ data: { _id: 'x' } });

    await expect(rows.add({ data: { _id: 'x' } })).rejects.toMatchObject({
      errCode: -502001,
      errMsg: expect.stringContaining('E11000 duplicate key error') as string,
    });
  });

  it('refuses a collection that does not exist', async () => {
    const missing = db.collection('missing');

    for (const call of [
      missing.add({ data: { a: 1 } }),
      missing.get(),
      missing.count(),
      missing.doc('x').get(),
    ])
      await expect(call).rejects.toMatchObject({
        errCode: -502005,
        errMsg: expect.stringContaining('Db or Table not exist: missing') as string,
      });
  });

  it('creates a collection once', async () => {
    await db.createCollection('fresh');

    await expect(db.createCollection('fresh')).rejects.toMatchObject({
      code: 'DATABASE_COLLECTION_ALREADY_EXIST',
    });
    database.drop('fresh');
  });

  it('sets: creates, then replaces', async () => {
    expect(await rows.doc('x').set({ data: { a: 1, b: 2 } })).toMatchObject({
      _id: 'x',
      stats: { updated: 0, created: 1 },
    });
    expect(await rows.doc('x').set({ data: { a: 2 } })).toMatchObject({
      stats: { updated: 1, created: 0 },
    });
    expect((await rows.doc('x').get()).data).toEqual({ _id: 'x', a: 2 });
  });

  it('updates by merging, and counts what changed', async () => {
    await rows.doc('x').set({ data: { a: { b: 1, c: 2 } } });

    expect(await rows.doc('x').update({ data: { a: { b: 5 } } })).toMatchObject({
      stats: { updated: 1 },
    });
    expect(await rows.doc('x').update({ data: { a: { b: 5 } } })).toMatchObject({
      stats: { updated: 0 },
    });
    expect(await rows.doc('gone').update({ data: { a: 1 } })).toMatchObject({
      stats: { updated: 0 },
    });
    expect((await rows.doc('x').get()).data).toEqual({ _id: 'x', a: { b: 5, c: 2 } });
  });

  it('refuses to update through null', async () => {
    await rows.doc('x').set({ data: { a: null } });

    await expect(rows.doc('x').update({ data: { a: { b: 1 } } })).rejects.toMatchObject({
      errCode: -502001,
      errMsg: expect.stringContaining("Cannot create field 'b' in element {a: null}") as string,
    });
  });

  it('updates and removes all that match', async () => {
    await rows.add({ data: [{ k: 1 }, { k: 1 }, { k: 2 }] });

    expect(await rows.where({ k: 1 }).update({ data: { seen: true } })).toMatchObject({
      stats: { updated: 2 },
    });
    expect(await rows.where({ seen: true }).remove()).toMatchObject({ stats: { removed: 2 } });
    expect(await rows.doc('gone').remove()).toMatchObject({ stats: { removed: 0 } });
    expect(await rows.count()).toMatchObject({ total: 1 });
  });

  it('applies every update command', async () => {
    const _ = db.command;
    await rows.doc('x').set({
      data: {
        n: 1,
        m: 3,
        low: 5,
        high: 5,
        list: [1, 2, 3],
        set: ['a'],
        old: 'v',
        gone: 1,
        half: 0.5,
      },
    });

    await rows.doc('x').update({
      data: {
        n: _['inc']?.(2),
        m: _['mul']?.(2),
        low: _['min']?.(3),
        high: _['max']?.(9),
        half: _['inc']?.(0.5),
        list: _['push']?.({ each: [9, 0], position: 0, sort: -1, slice: 4 }),
        set: _['addToSet']?.({ $each: ['a', 'b'] }),
        old: _['rename']?.('renamed'),
        gone: _['remove']?.(),
        made: _['set']?.({ deep: 1 }),
      },
    });

    expect((await rows.doc('x').get()).data).toEqual({
      _id: 'x',
      n: 3,
      m: 6,
      low: 3,
      high: 9,
      half: 1,
      list: [9, 3, 2, 1],
      set: ['a', 'b'],
      renamed: 'v',
      made: { deep: 1 },
    });
  });

  it('changes arrays at both ends and pulls from them', async () => {
    const _ = db.command;
    await rows
      .doc('x')
      .set({ data: { a: [1], b: [1, 2], c: [1, 2, 3, 3], d: [1, 2, 3], e: [1, 2] } });
    await rows.doc('x').update({
      data: {
        a: _['unshift']?.([7, 8]),
        b: _['shift']?.(),
        c: _['pull']?.(3),
        d: _['pull']?.(_['in']?.([1, 2])),
        e: _['pop']?.(),
      },
    });

    expect((await rows.doc('x').get()).data).toMatchObject({
      a: [7, 8, 1],
      b: [2],
      c: [1, 2],
      d: [3],
      e: [1],
    });
  });

  it('resolves the server date at any place of a document', async () => {
    const before = Date.now();
    await rows.add({
      data: { _id: 'x', at: db.serverDate(), in: { list: [db.serverDate({ offset: 1000 })] } },
    });
    const { data } = await rows.doc('x').get();

    const { at } = data as { at: Date };
    expect(at.getTime()).toBeGreaterThanOrEqual(before);
    expect(data).toMatchObject({ in: { list: [expect.any(Date)] } });
    expect(await idsWhere({ at: db.command['lte']?.(db.serverDate()) })).toEqual(['x']);
  });

  it('keeps every kind of value', async () => {
    const values = {
      int: 1,
      long: 2 ** 40,
      half: 1.5,
      huge: 1e300,
      text: '中文 🎨',
      yes: true,
      no: null,
      date: new Date(1_700_000_000_123),
      list: [1, [2, { a: null }]],
      empty: {},
      none: [],
    };
    await rows.doc('x').set({ data: values });

    expect((await rows.doc('x').get()).data).toEqual({ _id: 'x', ...values });
  });
});
