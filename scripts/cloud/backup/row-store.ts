/** A row as canonical EJSON on one line: every value keeps its type. */
export type StoredRow = { id: string; line: string };

/** `md5` is null where the storage does not tell it. */
export type ListedFile = {
  path: string;
  sizeBytes: number;
  md5: string | null;
  modifiedAt: string;
};

/** The data of one cloud, wherever it runs, as `backup` and `restore` need it. */
export type RowStore = {
  /** Where, as shown to the operator. */
  name: string;
  envId: string;
  isLocal: boolean;
  /** What the file ids of this cloud begin with. */
  filePrefix: string;
  listCollections(): Promise<{ name: string; rowCount: number }[]>;
  createCollection(name: string): Promise<void>;
  /** The next rows after this id, in the order of the UTF-8 bytes of their ids; empty at the end. Starts after `''`. */
  readRows(collection: string, after: string): Promise<StoredRow[]>;
  /** An id of the collection that is no text, as shown to the operator: pages do not reach such rows. Null as a rule. */
  findForeignId(collection: string): Promise<string | null>;
  /** Adds rows; one that an earlier attempt has added is left as it is. */
  insertRows(collection: string, rows: readonly StoredRow[]): Promise<void>;
  overwriteRow(collection: string, row: StoredRow): Promise<void>;
  /** Pages of all files in the order of their paths, from the one after `after`. */
  pagesOfFiles(after: string): AsyncGenerator<ListedFile[]>;
};

const hasTextId = (row: object): row is { _id: string } =>
  '_id' in row && typeof row._id === 'string';

export function toStoredRow(line: string): StoredRow {
  const row = JSON.parse(line) as object;
  if (!hasTextId(row)) throw new Error(`the row has no text as its _id: ${line.slice(0, 80)}`);
  return { id: row._id, line };
}

/** The id of a row unless it is a text. */
export function foreignIdOf(line: string | undefined): string | null {
  if (line === undefined) return null;
  const row = JSON.parse(line) as { _id?: unknown };
  return hasTextId(row) ? null : JSON.stringify(row._id);
}

export function compareIds(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
