import fc from 'fast-check';
import { createDatabase } from '../../../devtools/emulator/database/database';
import type { Document, Order } from '../../../devtools/emulator/database/database';

const open = () => createDatabase({ now: () => 0 });

const list = { name: 'list', fields: ['userId', 'status', 'deletedAt', '-createdAt', '-_id'] };
const newest: Order = [
  ['createdAt', -1],
  ['_id', -1],
];

function works(count: number): Document[] {
  return Array.from({ length: count }, (_, n) => ({
    _id: `w${String(n).padStart(7, '0')}`,
    userId: `u${n % 10}`,
    status: n % 3 === 0 ? 'failed' : 'completed',
    deletedAt: null,
    createdAt: new Date(1_700_000_000_000 + Math.floor(n / 2) * 1000),
  }));
}

describe('an index', () => {
  it.each([1000, 20_000])('makes counts and pages of %i works equally cheap', (count) => {
    const database = open();
    database.declareIndex('works', list);
    database.put('works', works(count));
    const own = { userId: 'u1', status: 'completed', deletedAt: null };
    const cursor = { createdAt: new Date(1_700_000_200_000), _id: 'w0000400' };
    const after: Document = {
      $and: [
        own,
        {
          $or: [
            { createdAt: { $lt: cursor.createdAt } },
            { createdAt: cursor.createdAt, _id: { $lt: cursor._id } },
          ],
        },
      ],
    };

    expect(database.explain('works', own)).toEqual({ index: 'list', examined: 0 });
    expect(
      database.explain('works', { userId: 'u1', status: { $in: ['completed', 'failed'] } }),
    ).toEqual({ index: 'list', examined: 0 });
    expect(
      database.explain('works', { ...own, createdAt: { $gte: new Date(0), $lt: new Date() } }),
    ).toEqual({ index: 'list', examined: 0 });
    expect(database.explain('works', own, { orderBy: newest, limit: 20 })).toEqual({
      index: 'list',
      examined: 20,
    });
    expect(database.explain('works', after, { orderBy: newest, limit: 20 })).toEqual({
      index: 'list',
      examined: 20,
    });
  });

  it('is passed over for a better one', () => {
    const database = open();
    database.put('works', works(100));
    database.declareIndex('works', { name: 'status', fields: ['status'] });
    database.declareIndex('works', { name: 'user', fields: ['userId', 'status'] });

    expect(database.explain('works', { status: 'failed', userId: 'u1' }).index).toBe('user');
    expect(database.explain('works', { status: 'failed' }).index).toBe('status');
    expect(database.explain('works', { deletedAt: null }).index).toBeNull();
    expect(database.explain('works', { _id: 'w0000001' }).index).toBe('_id_');
  });

  it('holds a missing field as null when it is unique', async () => {
    const database = open();
    database.declareIndex('users', { name: 'phone', fields: ['phone'], unique: true });
    database.put('users', [{ _id: 'a' }]);
    const add = (document: object) =>
      database.handle('database.insertDocument', {
        collectionName: 'users',
        data: [JSON.stringify(document)],
      });

    await expect(add({ _id: 'b' })).rejects.toThrow(
      'E11000 duplicate key error collection: tnt-local.users index: phone dup key: { phone: null }',
    );
    await add({ _id: 'b', phone: '1' });
    await expect(add({ _id: 'c', phone: '1' })).rejects.toThrow('dup key: { phone: "1" }');
    expect(database.find('users', {}).total).toBe(2);
  });

  it('names the rows that a unique index does not allow, and changes nothing', () => {
    const database = open();
    database.put('users', [
      { _id: 'a', phone: '1' },
      { _id: 'b', phone: '1' },
    ]);
    const unique = { name: 'phone', fields: ['phone'], unique: true };

    expect(() => database.declareIndex('users', unique)).toThrow(
      'users: rows "a" and "b" have the same key { phone: "1" } in phone',
    );
    database.remove('users', { _id: 'b' });
    database.declareIndex('users', unique);
    expect(() => database.put('users', [{ _id: 'c' }, { _id: 'd', phone: '1' }])).toThrow('"a"');
    expect(database.find('users', {}).total).toBe(1);
  });

  it('is refused beyond twenty', () => {
    const database = open();
    for (let n = 0; n < 20; n++)
      database.declareIndex('rows', { name: `i${n}`, fields: [`f${n}`] });

    expect(() => database.declareIndex('rows', { name: 'more', fields: ['more'] })).toThrow('20');
    expect(() => database.declareIndex('rows', { name: 'i0', fields: ['f0'] })).not.toThrow();
  });

  it('answers as a scan does, whatever the documents, the changes and the query', async () => {
    const scalar = fc.oneof(
      fc.constantFrom(null, true, false, 'a', 'b', 'ab', '🎨', '！', NaN, -0.5, 1.5),
      fc.integer({ min: -2, max: 3 }),
      fc.integer({ min: 0, max: 3 }).map((n) => new Date(n)),
      fc.constantFrom({ x: 1 }, { x: 2, y: 1 }),
    );
    const value = fc.oneof(
      { weight: 6, arbitrary: scalar },
      { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
    );
    const fields = fc.record({ a: value, b: value, c: scalar }, { requiredKeys: [] });
    const operand = fc.oneof(
      scalar,
      fc.record({ $in: fc.array(scalar, { maxLength: 3 }) }),
      ...(['$gt', '$gte', '$lt', '$lte', '$ne'] as const).map((name) =>
        fc.record({ [name]: scalar }),
      ),
      fc.record({ $gte: scalar, $lt: scalar }),
      fc.record({ $exists: fc.boolean() }),
    );
    const flat = fc.record({ a: operand, b: operand, c: operand }, { requiredKeys: [] });
    const query = fc.oneof(
      flat,
      fc.record({ a: operand, $or: fc.array(flat, { minLength: 1, maxLength: 3 }) }),
    );
    const direction = fc.constantFrom<1 | -1>(1, -1);
    const order = fc
      .tuple(fc.subarray(['a', 'b', 'c']), direction, direction)
      .map(([names, first, id]): Order => [
        ...names.map((name): Order[number] => [name, first]),
        ['_id', id],
      ]);
    const id = fc.integer({ min: 0, max: 30 });
    const change = fc.oneof(fc.record({ put: id, fields }), fc.record({ remove: id }));

    await fc.assert(
      fc.asyncProperty(
        fc.array(fields, { maxLength: 25 }),
        fc.array(change, { maxLength: 15 }),
        fc.array(fc.tuple(query, order, fc.integer({ min: 1, max: 9 })), {
          minLength: 1,
          maxLength: 6,
        }),
        async (documents, changes, questions) => {
          const plain = open();
          const indexed = open();
          indexed.declareIndex('rows', { name: 'ab', fields: ['a', '-b'] });
          indexed.declareIndex('rows', { name: 'bc', fields: ['-b', 'c', '_id'] });
          indexed.declareIndex('rows', { name: 'c', fields: ['c', '-_id'] });
          for (const database of [plain, indexed]) {
            database.put(
              'rows',
              documents.map((document, _id) => ({ _id, ...document })),
            );
            for (const step of changes) {
              if ('remove' in step) database.remove('rows', { _id: step.remove });
              else
                await database.handle('database.modifyDocument', {
                  collectionName: 'rows',
                  queryType: 'DOC',
                  query: JSON.stringify({ _id: step.put }),
                  data: JSON.stringify({
                    a: step.fields.c ?? null,
                    ...('c' in step.fields ? {} : { c: 1 }),
                  }),
                  merge: false,
                  upsert: true,
                });
            }
          }
          for (const [asked, orderBy, limit] of questions) {
            const selection = { query: asked as Document, orderBy, limit, skip: 1 };
            expect(indexed.find('rows', selection)).toEqual(plain.find('rows', selection));
          }
        },
      ),
      { numRuns: 250 },
    );
  });
});
