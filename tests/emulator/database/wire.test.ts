import { createDatabase } from '../../../devtools/emulator/database/database';
import type { Change, Database } from '../../../devtools/emulator/database/database';

let database: Database;
let now = 1_700_000_000_000;
beforeEach(() => {
  let ids = 0;
  database = createDatabase({
    now: () => now,
    busyMilliseconds: 0,
    createId: () => `id${++ids}`,
  });
  database.createCollection('rows');
});

const ask = (action: string, fields: object = {}) =>
  database.handle(`database.${action}`, { collectionName: 'rows', ...fields });
const add = (...documents: string[]) => ask('insertDocument', { data: documents });
const getText = async (id: string) => {
  const { data } = await ask('getDocument', { queryType: 'DOC', query: `{"_id":${id}}` });
  return (data as { list: string[] }).list[0];
};

describe('the wire of the database', () => {
  it.each([
    '{"_id":"a","n":{"$numberInt":"-5"}}',
    '{"_id":"a","n":{"$numberLong":"2147483648"}}',
    '{"_id":"a","n":{"$numberLong":"5"}}',
    '{"_id":"a","n":{"$numberLong":"-9223372036854775808"}}',
    '{"_id":"a","n":{"$numberDouble":"1.5"}}',
    '{"_id":"a","n":{"$numberDouble":"1.0"}}',
    '{"_id":"a","n":{"$numberDouble":"-0.0"}}',
    '{"_id":"a","n":{"$numberDouble":"NaN"}}',
    '{"_id":"a","n":{"$numberDouble":"-Infinity"}}',
    '{"_id":"a","n":{"$numberDouble":"1e+300"}}',
    '{"_id":"a","n":{"$numberDecimal":"1.10"}}',
    '{"_id":"a","d":{"$date":{"$numberLong":"-5"}}}',
    '{"_id":"a","r":{"$regularExpression":{"pattern":"a\\"b","options":"im"}}}',
    '{"_id":"a","b":{"$binary":{"base64":"AQID","subType":"00"}}}',
    '{"_id":"a","t":{"$timestamp":{"t":1,"i":2}}}',
    '{"_id":"a","k":{"$minKey":1},"m":{"$maxKey":1}}',
    '{"_id":"a","g":{"type":"Point","coordinates":[{"$numberInt":"1"},{"$numberDouble":"2.5"}]}}',
    '{"_id":"a","deep":[[],{},[null,{"x":true}],"中\\u0000文"]}',
    '{"_id":{"$numberInt":"7"},"a":null}',
  ])('returns %s unchanged', async (text) => {
    await add(text);

    expect(await getText(JSON.stringify((JSON.parse(text) as { _id: unknown })._id))).toBe(text);
  });

  it('answers an ObjectId as text, and finds it by its type', async () => {
    const id = '507f1f77bcf86cd799439011';
    const oid = `{"$oid":"${id}"}`;
    expect(await add(`{"_id":${oid},"in":{"list":[${oid}]}}`)).toEqual({
      data: { insertedIds: [id] },
    });
    const listed = [`{"_id":"${id}","in":{"list":["${id}"]}}`];

    expect(await ask('getDocument', { queryType: 'WHERE', query: `{"in.list":${oid}}` })).toEqual({
      data: { list: listed },
    });
    expect(await ask('aggregateDocuments', { stages: [] })).toEqual({ data: { list: listed } });
    expect(
      await ask('calculateDocument', { queryType: 'WHERE', query: `{"in.list":"${id}"}` }),
    ).toEqual({ data: { total: 0 } });
  });

  it('counts the documents that set and updateAndReturn find, and those that updates change', async () => {
    await add('{"_id":"a","n":1}');
    const one = { queryType: 'DOC', query: '{"_id":"a"}' };
    const none = { queryType: 'DOC', query: '{"_id":"none"}' };
    const replacing = { data: '{"n":1}', merge: false, upsert: true };
    const updating = { data: '{"$set":{"n":1}}', merge: true };
    const changes: Change[] = [];
    database.onChange((change) => changes.push(change));

    expect(await ask('modifyDocument', { ...one, ...replacing })).toEqual({
      data: { updated: 1, upsert_id: null },
    });
    expect(await ask('modifyAndReturnDoc', { ...one, ...updating })).toEqual({
      data: { updated: 1, doc: '{"_id":"a","n":{"$numberInt":"1"}}' },
    });
    expect(await ask('modifyDocument', { ...one, ...updating })).toMatchObject({
      data: { updated: 0 },
    });
    expect(
      await ask('modifyDocument', { ...updating, queryType: 'WHERE', query: '{}', multi: true }),
    ).toMatchObject({ data: { updated: 0 } });
    expect(await ask('modifyAndReturnDoc', { ...none, ...updating })).toEqual({
      data: { updated: 0, doc: null },
    });
    expect(await ask('removeDocument', none)).toEqual({ data: { deleted: 0 } });
    expect(changes).toEqual([]);
    expect(await ask('modifyDocument', { ...none, ...replacing })).toEqual({
      data: { updated: 0, upsert_id: 'none' },
    });
  });

  it('takes relaxed EJSON too', async () => {
    await add('{"_id":"a","n":5,"h":1.5,"d":{"$date":"2024-01-01T00:00:00Z"}}');

    expect(await getText('"a"')).toBe(
      '{"_id":"a","n":{"$numberInt":"5"},"h":{"$numberDouble":"1.5"},"d":{"$date":{"$numberLong":"1704067200000"}}}',
    );
  });

  it('puts the time of its clock for the server date, in queries too', async () => {
    await add('{"_id":"a","at":{"$tcb_server_date":{"offset":{"$numberInt":"-1000"}}}}');
    now += 10;

    expect(database.find('rows', {}).docs).toEqual([{ _id: 'a', at: new Date(now - 1010) }]);
    expect(
      await ask('calculateDocument', {
        queryType: 'WHERE',
        query: '{"at":{"$lt":{"$tcb_server_date":{"offset":{"$numberInt":"-1005"}}}}}',
      }),
    ).toEqual({ data: { total: 1 } });
  });

  it('keeps the documents before the one that fails', async () => {
    await expect(add('{"_id":"a"}', '{"_id":"a"}', '{"_id":"b"}')).rejects.toThrow('E11000');

    expect(database.find('rows', {}).docs).toEqual([{ _id: 'a' }]);
  });

  it('creates ids for documents without one', async () => {
    expect(await add('{"n":1}', '{"n":2}')).toEqual({ data: { insertedIds: ['id1', 'id2'] } });
  });

  it('updates one of those that match, and returns it', async () => {
    await add('{"_id":"a","k":1}', '{"_id":"b","k":1}');

    expect(
      await ask('modifyDocument', {
        queryType: 'WHERE',
        query: '{"k":1}',
        data: '{"$inc":{"k":1}}',
        multi: false,
        merge: true,
      }),
    ).toEqual({ data: { updated: 1, upsert_id: null } });
    expect(
      await ask('modifyAndReturnDoc', {
        queryType: 'WHERE',
        query: '{"k":1}',
        data: '{"$set":{"k":5}}',
      }),
    ).toEqual({ data: { updated: 1, doc: '{"_id":"b","k":{"$numberInt":"5"}}' } });
    expect(await ask('removeDocument', { queryType: 'WHERE', query: '{}', multi: false })).toEqual({
      data: { deleted: 1 },
    });
  });

  it.each([
    ['a payload that is not EJSON', () => add('{'), 'INVALID_PARAM'],
    ['a date that is none', () => add('{"d":{"$date":{"$numberLong":"NaN"}}}'), 'INVALID_PARAM'],
    ['an unknown action', () => ask('nothing'), 'INVALID_PARAM'],
    ['an array as id', () => add('{"_id":[1]}'), 'DATABASE_REQUEST_FAILED'],
    ['a field with a dollar', () => add('{"$a":1,"b":1}'), 'DATABASE_REQUEST_FAILED'],
    [
      'an order that is none',
      () => ask('getDocument', { queryType: 'WHERE', order: '{"a":2}' }),
      'DATABASE_REQUEST_FAILED',
    ],
    [
      'a document of more than 16 MB',
      () => add(JSON.stringify({ text: 'x'.repeat(17 * 1024 * 1024) })),
      'DATABASE_REQUEST_FAILED',
    ],
    ['no collection', () => database.handle('database.getDocument', {}), 'INVALID_PARAM'],
    [
      'a commit of nothing',
      () => ask('commitTransaction', { transactionId: 'x' }),
      'DATABASE_TRANSACTION_FAIL',
    ],
  ])('refuses %s', async (_name, call, code) => {
    await expect(call()).rejects.toMatchObject({ code });
  });

  it('does not let a document grow beyond 16 MB', async () => {
    await add(JSON.stringify({ _id: 'a', list: ['x'.repeat(9 * 1024 * 1024)] }));
    const push = ask('modifyDocument', {
      queryType: 'DOC',
      query: '{"_id":"a"}',
      data: JSON.stringify({ $push: { list: 'x'.repeat(9 * 1024 * 1024) } }),
      merge: true,
    });

    await expect(push).rejects.toThrow('BSONObj size');
  });
});

describe('an answer of the database', () => {
  it('holds at most 16 MB of rows, but any document that can be stored', async () => {
    const large = 'x'.repeat(9 * 1024 * 1024);
    await add(JSON.stringify({ _id: 'a', large }), JSON.stringify({ _id: 'b', large }));
    const both = () => ask('getDocument', { queryType: 'WHERE', query: '{}' });
    const pipeline = [{ stageKey: '$match', stageValue: '{}' }];

    await expect(both()).rejects.toThrow('size exceed limit');
    await expect(ask('aggregateDocuments', { stages: pipeline })).rejects.toThrow('exceed limit');
    expect(await getText('"a"')).toContain(large);
  });
});

describe('an aggregation on the wire', () => {
  it('takes $$NOW from the clock of the cloud', async () => {
    now = 1_800_000_000_000;
    await add('{"_id":"a"}');
    const stages = [
      { stageKey: '$addFields', stageValue: '{"at":"$$NOW","text":{"$literal":"$$NOW"}}' },
    ];

    expect(await ask('aggregateDocuments', { stages })).toEqual({
      data: {
        list: [`{"_id":"a","at":{"$date":{"$numberLong":"${now}"}},"text":"$$NOW"}`],
      },
    });
  });
});

describe('the feed of changes', () => {
  it('reports each committed change with both versions', async () => {
    const changes: Change[] = [];
    const stop = database.onChange((change) => changes.push(change));
    await add('{"_id":"a","n":1}');
    const one = { queryType: 'DOC', query: '{"_id":"a"}' };
    await ask('modifyDocument', { ...one, data: '{"$set":{"n":2}}', merge: true });
    await ask('modifyDocument', { ...one, data: '{"$set":{"n":2}}', merge: true });
    await ask('modifyDocument', { ...one, data: '{"m":3}', merge: false, upsert: true });
    await ask('removeDocument', one);
    stop();
    await add('{"_id":"b"}');

    const about = { collection: 'rows', id: 'a' };
    expect(changes).toEqual([
      { ...about, kind: 'add', before: null, after: { _id: 'a', n: 1 }, sequence: 2 },
      {
        ...about,
        kind: 'update',
        before: { _id: 'a', n: 1 },
        after: { _id: 'a', n: 2 },
        sequence: 3,
      },
      {
        ...about,
        kind: 'replace',
        before: { _id: 'a', n: 2 },
        after: { _id: 'a', m: 3 },
        sequence: 4,
      },
      { ...about, kind: 'remove', before: { _id: 'a', m: 3 }, after: null, sequence: 5 },
    ]);
  });
});

describe('the administrator', () => {
  it('finds without a cap, in order, with a projection', () => {
    database.put(
      'rows',
      Array.from({ length: 1500 }, (_, n) => ({ _id: n, n: n % 3, text: 'x' })),
    );

    expect(database.find('rows', {}).docs).toHaveLength(1500);
    expect(
      database.find('rows', {
        query: { n: { $in: [1, 2] } },
        orderBy: [
          ['n', -1],
          ['_id', 1],
        ],
        limit: 2,
        skip: 1,
        projection: { n: 1 },
      }),
    ).toEqual({
      total: 1000,
      docs: [
        { _id: 5, n: 2 },
        { _id: 8, n: 2 },
      ],
    });
    expect(database.find('nowhere', {})).toEqual({ total: 0, docs: [] });
  });

  it('copies its input: later changes outside are not seen', () => {
    const mine = { _id: 'a', at: new Date(5), list: [{ n: 1 }], none: undefined };
    database.put('rows', [mine]);
    mine.at.setTime(9);
    mine.list.push({ n: 2 });

    expect(database.find('rows', {}).docs).toEqual([
      { _id: 'a', at: new Date(5), list: [{ n: 1 }] },
    ]);
  });

  it('replaces by id, empties, drops and resets', () => {
    database.put('rows', [{ _id: 'a', n: 1 }]);
    expect(database.put('rows', [{ _id: 'a', n: 2 }, { _id: 'b' }])).toBe(2);
    expect(database.find('rows', { query: { n: 2 } }).total).toBe(1);
    expect(database.remove('rows', { n: 2 })).toBe(1);
    database.declareIndex('rows', { name: 'n', fields: ['n'] });
    database.empty('rows');
    expect([database.find('rows', {}).total, database.indexes('rows').length]).toEqual([0, 2]);
    database.drop('rows');
    expect(database.collections()).toEqual([]);
    database.put('again', [{ _id: 1 }]);
    database.reset();
    expect(database.collections()).toEqual([]);
  });

  it('tests one document as watch does', () => {
    expect(database.matches({ 'a.b': { $gt: 1 } }, { a: { b: 2 } })).toBe(true);
    expect(database.matches({ 'a.b': { $in: [1] } }, { a: { b: 2 } })).toBe(false);
  });
});
