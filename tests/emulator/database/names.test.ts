import fc from 'fast-check';
import type { Database } from '../../../devtools/emulator/database/database';
import { fieldChanges } from '../../../devtools/emulator/client/field-changes';
import { parseDocument, stringifyEjson } from '../../../devtools/emulator/database/ejson';
import { compileProjection } from '../../../devtools/emulator/database/project';
import { compileQuery } from '../../../devtools/emulator/database/query/compile';
import { compileUpdate } from '../../../devtools/emulator/database/update/update';
import { withSdk } from './sdk';
import type { CollectionReference, SdkDatabase } from './sdk';

/** Names inherited by every object. A field may have such a name, and exists only if it was written. */
const inherited = Object.getOwnPropertyNames(Object.prototype);
/** The SDK itself loses a field called `__proto__`. */
const carried = inherited.filter((name) => name !== '__proto__');

let db: SdkDatabase;
let database: Database;

withSdk((sdk) => ({ db, database } = sdk));

let rows: CollectionReference;
async function startWith(documents: object[]): Promise<void> {
  database.drop('rows');
  database.createCollection('rows');
  rows = db.collection('rows');
  await rows.add({ data: documents });
}

const all = () => database.find('rows', {}).docs;
const list = async (pipeline: ReturnType<CollectionReference['aggregate']>) =>
  (await pipeline.end()).list;

describe('a field with the name of an inherited member', () => {
  it('is found, ordered, projected and updated as any other', async () => {
    const _ = db.command;
    const name = fc.constantFrom(...carried);
    const value = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.string({ maxLength: 3 }));
    await fc.assert(
      fc.asyncProperty(name, name, value, async (field, other, content) => {
        fc.pre(field !== other);
        await startWith([{ _id: 'with', [field]: content }, { _id: 'without' }]);
        const ids = async (query: object) =>
          (await rows.where(query).get()).data.map(({ _id }) => _id);

        expect(await ids({ [field]: _['exists']?.(true) })).toEqual(['with']);
        expect(await ids({ [field]: _['exists']?.(false) })).toEqual(['without']);
        expect(await ids({ [other]: _['exists']?.(true) })).toEqual([]);
        expect(await ids({ [`${other}.name`]: _['exists']?.(true) })).toEqual([]);
        expect(await ids({ [field]: content })).toEqual(['with']);
        expect(await ids({ [other]: null })).toEqual(['with', 'without']);
        const ordered = await rows.orderBy(field, 'desc').orderBy(other, 'asc').get();
        expect(ordered.data.map(({ _id }) => _id)).toEqual(['with', 'without']);
        expect((await rows.field({ [field]: true, [other]: true, _id: false }).get()).data).toEqual(
          [{ [field]: content }, {}],
        );
        expect((await rows.field({ [field]: false }).get()).data).toEqual([
          { _id: 'with' },
          { _id: 'without' },
        ]);

        // The SDK encodes updates of such top-level fields wrongly, so these are nested one level down.
        await rows.doc('without').update({
          data: {
            in: {
              [field]: _['inc']?.(2),
              [other]: { [field]: { deep: 1 }, list: _['push']?.(1) },
            },
          },
        });
        await rows.doc('with').update({ data: { in: { [field]: _['max']?.(content) } } });
        await rows.doc('with').update({ data: { in: { [field]: _['rename']?.(`in.${other}`) } } });
        expect(all()).toEqual([
          { _id: 'with', [field]: content, in: { [other]: content } },
          { _id: 'without', in: { [field]: 2, [other]: { [field]: { deep: 1 }, list: [1] } } },
        ]);
        await rows.doc('with').update({ data: { in: { [other]: _['remove']?.() } } });
        expect(all()[0]).toEqual({ _id: 'with', [field]: content, in: {} });
      }),
      { numRuns: 25 },
    );
  });

  it('is grouped, computed, joined and indexed as any other', async () => {
    const $ = db.command.aggregate;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...carried), async (name) => {
        await startWith([{ _id: 1, [name]: 'x' }, { _id: 2, [name]: 'x' }, { _id: 3 }]);
        const pipeline = () => rows.aggregate();
        const grouped = pipeline()
          .group({ _id: `$${name}`, [name]: $['sum']?.(1) })
          .sort({ _id: 1 });
        expect(await list(grouped)).toEqual([
          { _id: null, [name]: 1 },
          { _id: 'x', [name]: 2 },
        ]);
        const computed = pipeline()
          .project({ _id: 0, [name]: 1, made: $['ifNull']?.([`$${name}`, 'none']) })
          .addFields({ [name]: { [name]: '$made' } });
        expect(await list(computed)).toEqual([
          { made: 'x', [name]: { [name]: 'x' } },
          { made: 'x', [name]: { [name]: 'x' } },
          { made: 'none', [name]: { [name]: 'none' } },
        ]);
        const joined = pipeline()
          .match({ _id: 3 })
          .lookup({ from: 'rows', localField: name, foreignField: name, as: name })
          .unwind(`$${name}`)
          .replaceRoot({ newRoot: `$${name}` });
        expect(await list(joined)).toEqual([{ _id: 3 }]);
        const refused = pipeline().group({ _id: null, made: { [name]: '$_id' } });
        await expect(list(refused)).rejects.toThrow(name);

        database.declareIndex('rows', { name, fields: [name, '-_id'] });
        expect(database.find('rows', { query: { [name]: null } }).docs).toEqual([{ _id: 3 }]);
        expect(database.explain('rows', { [name]: null })).toEqual({ index: name, examined: 0 });
      }),
    );
  });

  it('names collections, indexes and operators that do not exist', async () => {
    for (const name of inherited) {
      await expect(db.collection(name).get()).rejects.toMatchObject({ errCode: -502005 });
      expect(database.find(name, {})).toEqual({ total: 0, docs: [] });
      await expect(
        database.handle(`database.${name}`, { collectionName: 'rows' }),
      ).rejects.toMatchObject({ code: 'INVALID_PARAM' });
    }
    database.createCollection('constructor');
    expect(database.indexes('constructor')).toHaveLength(1);
    database.drop('constructor');
  });

  it('is kept on the wire, `__proto__` too', () => {
    for (const name of inherited) {
      const text = `{"_id":"a","${name}":{"${name}":"x"}}`;
      const document = parseDocument(text);
      const project = (projection: string) =>
        stringifyEjson(compileProjection(parseDocument(projection))(document));
      const update = (change: string) =>
        stringifyEjson(compileUpdate(parseDocument(change), 0)(parseDocument('{"_id":"a"}')));

      expect(stringifyEjson(document)).toBe(text);
      expect(compileQuery(parseDocument(`{"${name}.${name}":"x"}`)).test(document)).toBe(true);
      expect(project(`{"${name}.${name}":1}`)).toBe(text);
      expect(project('{"other":0}')).toBe(text);
      expect(update(`{"$set":{"${name}.${name}":"x"}}`)).toBe(text);
    }
  });

  it('is a change to those that watch, `__proto__` too', () => {
    for (const name of inherited) {
      const bare = parseDocument('{"_id":"a"}');
      const written = parseDocument(`{"_id":"a","${name}":"x"}`);

      expect(fieldChanges(bare, written)).toEqual({
        updatedFields: parseDocument(`{"${name}":"x"}`),
        removedFields: [],
      });
      expect(fieldChanges(written, bare)).toEqual({ updatedFields: {}, removedFields: [name] });
    }
  });
});
