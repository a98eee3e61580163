import { fork } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { createDatabase } from '../../../devtools/emulator/database/database';
import type { Database } from '../../../devtools/emulator/database/database';
import { createJournal } from '../../../devtools/emulator/database/journal';
import type { JournalOptions } from '../../../devtools/emulator/database/journal';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(options?: JournalOptions): Database {
  return createDatabase({
    now: () => 0,
    busyMilliseconds: 0,
    journal: createJournal(folder, options),
  });
}

const add = (database: Database, document: string, transactionId?: unknown) =>
  database.handle('database.insertDocument', {
    collectionName: 'rows',
    data: [document],
    transactionId,
  });
const files = () => readdirSync(folder).sort();
const everything = (database: Database) => [...database.export()];

describe('the journal', () => {
  it('brings back collections, indexes, documents and their kinds of values', async () => {
    const first = open();
    first.createCollection('empty');
    first.declareIndex('rows', { name: 'u', fields: ['u', '-_id'], unique: true });
    const values =
      '{"_id":"a","u":{"$numberInt":"1"},"whole":{"$numberDouble":"1.0"},"small":{"$numberLong":"5"},"big":{"$numberLong":"9007199254740993"},"at":{"$date":{"$numberLong":"7"}},"re":{"$regularExpression":{"pattern":"x","options":"i"}},"id":{"$oid":"507f1f77bcf86cd799439011"}}';
    await add(first, values);
    await add(first, '{"_id":"b","u":null}');
    first.remove('rows', { _id: 'b' });
    first.put('rows', [{ _id: 'c', u: 3 }]);
    first.put('emptied', [{ _id: 1 }]);
    first.declareIndex('emptied', { name: 'n', fields: ['n'] });
    first.empty('emptied');
    first.put('gone', [{ _id: 1 }]);
    first.drop('gone');
    const before = everything(first);
    first.close();

    const second = open();
    expect(everything(second)).toEqual(before);
    expect(second.indexes('rows')).toMatchObject([{ name: '_id_' }, { name: 'u', unique: true }]);
    expect(
      await second.handle('database.getDocument', {
        collectionName: 'rows',
        queryType: 'DOC',
        query: '{"_id":"a"}',
      }),
    ).toEqual({ data: { list: [values.replace(/\{"\$oid":("\w+")\}/, '$1')] } });
    second.close();
  });

  it('has one readable line per commit, so a transaction is whole or absent', async () => {
    const database = open();
    database.createCollection('rows');
    const { transactionId } = await database.handle('database.startTransaction', {});
    await add(database, '{"_id":"a"}', transactionId);
    await add(database, '{"_id":"b"}', transactionId);
    await database.handle('database.commitTransaction', { transactionId });
    database.close();

    const lines = readFileSync(join(folder, 'journal-000001.jsonl'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { sequence: 1, entries: [{ create: 'rows' }] },
      {
        sequence: 2,
        entries: [
          { put: 'rows', document: { _id: 'a' } },
          { put: 'rows', document: { _id: 'b' } },
        ],
      },
    ]);
  });

  it('drops a torn last line and continues', async () => {
    const first = open();
    first.createCollection('rows');
    await add(first, '{"_id":"a"}');
    first.close();
    appendFileSync(join(folder, 'journal-000001.jsonl'), '{"sequence":3,"entr');

    const second = open();
    await add(second, '{"_id":"b"}');
    second.close();
    const third = open();
    expect(third.find('rows', {}).docs).toEqual([{ _id: 'a' }, { _id: 'b' }]);
    third.close();
  });

  it('refuses to start with a line damaged elsewhere, and names it', () => {
    writeFileSync(
      join(folder, 'journal-000001.jsonl'),
      '{"sequence":1,"entries":[{"create":"rows"}]}\n{broken\n{"sequence":3,"entries":[]}\n',
    );

    expect(() => open()).toThrow(/journal-000001\.jsonl, line 2 is damaged/);
  });

  it('shortens itself while work continues', async () => {
    const database = open({ rewriteBytes: 2000 });
    database.createCollection('rows');
    for (let n = 0; n < 300; n++) {
      await database.handle('database.modifyDocument', {
        collectionName: 'rows',
        queryType: 'DOC',
        query: `{"_id":"${n % 5}"}`,
        data: `{"n":{"$numberInt":"${n}"}}`,
        merge: false,
        upsert: true,
      });
      if (n % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await new Promise((resolve) => setImmediate(resolve));
    const before = everything(database);
    database.close();

    expect(files().some((name) => name.startsWith('snapshot-'))).toBe(true);
    expect(files()).not.toContain('journal-000001.jsonl');
    const size = files().reduce((sum, name) => sum + readFileSync(join(folder, name)).length, 0);
    expect(size).toBeLessThan(8000);
    const again = open();
    expect(everything(again)).toEqual(before);
    again.close();
  });

  it('ignores a snapshot that was not finished', async () => {
    const first = open();
    first.createCollection('rows');
    await add(first, '{"_id":"a"}');
    first.close();
    writeFileSync(join(folder, 'snapshot-000002.jsonl.unfinished'), '{"sequence":0,');
    writeFileSync(
      join(folder, 'journal-000002.jsonl'),
      '{"sequence":3,"entries":[{"put":"rows","document":{"_id":"b"}}]}\n',
    );

    const second = open();
    expect(second.find('rows', {}).docs).toEqual([{ _id: 'a' }, { _id: 'b' }]);
    second.close();
  });

  it('forgets on reset and takes a whole state on import', async () => {
    const first = open();
    first.createCollection('rows');
    await add(first, '{"_id":"a"}');
    const state = everything(first);
    first.reset();
    first.close();

    const second = open();
    expect(everything(second)).toEqual([]);
    second.import(state);
    second.close();
    const third = open();
    expect(everything(third)).toEqual(state);
    expect(() => third.import([{ put: 'nowhere', document: { _id: 1 } }])).toThrow('nowhere');
    expect(everything(third)).toEqual(state);
    third.close();
  });

  it('keeps every acknowledged write of a process that is killed', async () => {
    const program = join(folder, 'writer.js');
    buildSync({
      stdin: {
        resolveDir: join(__dirname, '../../../devtools/emulator/database'),
        contents: `
          import { createDatabase } from './database';
          import { createJournal } from './journal';
          const journal = createJournal(process.argv[2], { rewriteBytes: 20000 });
          const database = createDatabase({ now: () => 0, journal });
          database.createCollection('rows');
          void (async () => {
            for (let n = 0; ; n++) {
              await database.handle('database.insertDocument', {
                collectionName: 'rows',
                data: [JSON.stringify({ _id: 'r' + n, text: 'x'.repeat(200) })],
              });
              process.send(n);
              if (n % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
            }
          })();`,
      },
      bundle: true,
      platform: 'node',
      outfile: program,
    });
    const data = join(folder, 'data');
    const child = fork(program, [data]);
    let acknowledged = -1;
    child.on('message', (n) => {
      acknowledged = Number(n);
      if (acknowledged >= 500) child.kill('SIGKILL');
    });
    await once(child, 'close');

    const database = createDatabase({ now: () => 0, journal: createJournal(data) });
    const { total, docs } = database.find('rows', {});
    expect(acknowledged).toBeGreaterThanOrEqual(500);
    expect(total).toBeGreaterThan(acknowledged);
    expect(docs.map(({ _id }) => _id)).toEqual(docs.map((_, n) => `r${n}`));
    database.close();
  });
});
