/** A row as canonical EJSON on one line, so that every value keeps its type. */
export type StoredRow = { id: string; line: string };

/** `md5` is null when the storage does not provide it. */
export type ListedFile = {
  path: string;
  sizeBytes: number;
  md5: string | null;
  modifiedAt: string;
};

/** The data of a cloud, local or real, as `backup` and `restore` need it. */
export type RowStore = {
  /** The name of the cloud, as shown to the operator. */
  name: string;
  envId: string;
  isLocal: boolean;
  /** The prefix of this cloud's file ids. */
  filePrefix: string;
  listCollections(): Promise<{ name: string; rowCount: number }[]>;
  createCollection(name: string): Promise<void>;
  /** The next rows after this id, ordered by the UTF-8 bytes of their ids; empty at the end. Start with `''`. */
  readRows(collection: string, after: string): Promise<StoredRow[]>;
  /**
   * An id in the collection that is not a string, formatted for the operator; pages cannot contain such rows. Usually
   * null.
   */
  findForeignId(collection: string): Promise<string | null>;
  /** Adds rows; rows that an earlier attempt added are left unchanged. */
  insertRows(collection: string, rows: readonly StoredRow[]): Promise<void>;
  overwriteRow(collection: string, row: StoredRow): Promise<void>;
  /** Pages of all files ordered by path, starting after the path `after`. */
  pagesOfFiles(after: string): AsyncGenerator<ListedFile[]>;
};

const hasTextId = (row: object): row is { _id: string } =>
  '_id' in row && typeof row._id === 'string';

export function toStoredRow(line: string): StoredRow {
  const row = JSON.parse(line) as object;
  if (!hasTextId(row)) throw new Error(`the row has no text as its _id: ${line.slice(0, 80)}`);
  return { id: row._id, line };
}

/** The id of a row if it is not a string; otherwise null. */
export function foreignIdOf(line: string | undefined): string | null {
  if (line === undefined) return null;
  const row = JSON.parse(line) as { _id?: unknown };
  return hasTextId(row) ? null : JSON.stringify(row._id);
}

export function compareIds(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
