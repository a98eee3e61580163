import { linesOf } from '../backup/line-file';
import { compareIds, toStoredRow } from '../backup/row-store';
import type { RowStore, StoredRow } from '../backup/row-store';

/**
 * `missing`: only the backup has the row. `extra`: only the environment has it. `changed`: both have it with different
 * content.
 */
export type Difference = { kind: 'same' | 'missing' | 'changed' | 'extra'; row: StoredRow };

/**
 * Compares the rows of a backup with those of a collection by id, page by page on both sides. `row` is the backup's if
 * the backup has it. `store` is null when the collection does not exist.
 */
export async function* differences(
  path: string,
  toTarget: (line: string) => string,
  store: RowStore | null,
  collection: string,
): AsyncGenerator<Difference> {
  const standing = createCursor(standingRows(store, collection));
  let other = await standing.next();
  for await (const { text } of linesOf(path)) {
    const row = toStoredRow(toTarget(text));
    while (other !== null && compareIds(other.id, row.id) < 0) {
      yield { kind: 'extra', row: other };
      other = await standing.next();
    }
    if (other?.id !== row.id) {
      yield { kind: 'missing', row };
      continue;
    }
    yield { kind: other.line === row.line ? 'same' : 'changed', row };
    other = await standing.next();
  }
  for (; other !== null; other = await standing.next()) yield { kind: 'extra', row: other };
}

async function* standingRows(
  store: RowStore | null,
  collection: string,
): AsyncGenerator<StoredRow> {
  if (store === null) return;
  for (let after = ''; ;) {
    const rows = await store.readRows(collection, after);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

function createCursor<Item>(items: AsyncGenerator<Item>): { next: () => Promise<Item | null> } {
  return {
    async next() {
      const result = await items.next();
      return result.done === true ? null : result.value;
    },
  };
}
