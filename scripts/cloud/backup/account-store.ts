import type { Account } from '../account/account';
import { isDuplicate } from '../account/database';
import { describeEnvironment } from '../account/environment';
import { ApiError } from '../api';
import { foreignIdOf, toStoredRow } from './row-store';
import type { RowStore, StoredRow } from './row-store';

const maxPageSize = 100;
/** Replies above 1 MB are refused. */
const isTooLarge = (error: unknown): boolean =>
  error instanceof ApiError && /size exceed|too large|exceeds? the limit/i.test(error.message);

/** An environment of Tencent Cloud, accessed through the control plane. */
export function toRowStore({ environment, database, storage }: Account): RowStore {
  const readRows = async (collection: string, after: string): Promise<StoredRow[]> => {
    for (let limit = maxPageSize; ; limit = Math.ceil(limit / 4)) {
      try {
        const filter = { _id: { $gt: after } };
        const lines = await database.readRows(collection, filter, { direction: 1, limit });
        return lines.map(toStoredRow);
      } catch (error) {
        if (!isTooLarge(error) || limit === 1) throw error;
      }
    }
  };

  /** Whether the row is stored as sent, so that an earlier attempt succeeded although its reply was lost. */
  const hasRow = async (collection: string, { id, line }: StoredRow): Promise<boolean> => {
    const options = { direction: 1, limit: 1 } as const;
    const [standing] = await database.readRows(collection, { _id: id }, options);
    return standing === line;
  };

  return {
    name: describeEnvironment(environment),
    envId: environment.envId,
    isLocal: false,
    filePrefix: storage.toFileId(''),
    listCollections: () => database.listCollections(),
    createCollection: (name) => database.createCollection(name),
    readRows,

    async findForeignId(collection) {
      // Numbers sort before strings and everything else after them, so checking both ends suffices.
      for (const direction of [1, -1] as const) {
        const [line] = await database.readRows(collection, {}, { direction, limit: 1 });
        const id = foreignIdOf(line);
        if (id !== null) return id;
      }
      return null;
    },

    async insertRows(collection, rows) {
      try {
        await database.insertRows(
          collection,
          rows.map(({ line }) => line),
        );
      } catch (error) {
        if (!(error instanceof ApiError) || !isDuplicate(error)) throw error;
        for (const row of rows) {
          if (await hasRow(collection, row)) continue;
          await database.insertRows(collection, [row.line]);
        }
      }
    },

    overwriteRow: (collection, { id, line }) => database.overwriteRow(collection, id, line),
    pagesOfFiles: (after) => storage.pagesOfFiles('', after),
  };
}
