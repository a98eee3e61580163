import { createHash } from 'node:crypto';
import { archiveKinds } from '../../cloudfunctions/shared/domain/archive/archive';
import type { ArchivedCollection } from '../../cloudfunctions/shared/domain/archive/archive';
import { fromLines } from '../../cloudfunctions/shared/data/archive/lines';
import type { ArchivedRow } from '../../cloudfunctions/shared/data/archive/lines';
import { parseArchive } from '../../cloudfunctions/shared/data/rows/archive';
import type { Connection } from './connection';
import { AdminError } from './errors';

const maxFiles = 1000;

/**
 * The archived rows with this key, ordered by time. A row may also still be in the database; use `withArchived` to read
 * both without duplicates.
 */
export async function readArchived(
  { database, download }: Pick<Connection, 'database' | 'download'>,
  collection: ArchivedCollection,
  key: string,
): Promise<ArchivedRow[]> {
  const { data } = await database
    .collection('archives')
    .where({ collection, keys: key })
    .limit(maxFiles)
    .get();
  const field = archiveKinds.find((kind) => kind.collection === collection)?.key ?? 'sessionId';
  const rows: ArchivedRow[] = [];
  for (const raw of data) {
    const { fileId, id, sha256 } = parseArchive(raw);
    if (fileId === '') continue;
    const bytes = await download(fileId);
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
      throw new AdminError(`归档文件 ${fileId}（archives/${id}）与写入时不一致，请从备份取回`);
    }
    rows.push(...fromLines(bytes.toString()).filter((row) => row[field] === key));
  }
  return [...new Map(rows.map((row) => [row._id, row])).values()];
}

/** The rows of the archive and of the database without duplicates. The version in the database takes precedence. */
export async function withArchived(
  connection: Pick<Connection, 'database' | 'download'>,
  collection: ArchivedCollection,
  key: string,
  standing: readonly Record<string, unknown>[],
): Promise<Record<string, unknown>[]> {
  const known = new Set(standing.map((row) => row['_id']));
  const archived = await readArchived(connection, collection, key);
  return [...archived.filter(({ _id }) => !known.has(_id)), ...standing];
}
