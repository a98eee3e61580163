import type { Account } from '../account/account';
import type { Row } from '../account/database';
import { md5 } from '../account/storage';
import type { Change, Plan } from '../change';
import type { DesiredEnvironment, WantedCollection } from '../wanted';

/** Uploads the seed pictures that are missing or have changed in the repository. */
export async function planFiles(
  { storage }: Account,
  { seedFiles }: DesiredEnvironment,
): Promise<Plan> {
  const found = await storage.listFiles('seed/');
  const standing = new Map(found.map((file) => [file.path, file.md5]));
  const changes = seedFiles
    .filter(({ path, bytes }) => standing.get(path) !== md5(bytes))
    .map(({ path, bytes }): Change => ({
      subject: '初始图片',
      lines: [`${standing.has(path) ? '~' : '+'} ${path}`],
      apply: () => storage.upload(path, bytes),
    }));
  return { changes, drift: [], notes: [] };
}

/**
 * Adds missing seed rows. An existing row belongs to the admins, and is replaced only when the seed has a newer
 * `seedVersion`.
 */
export async function planRows(
  { database, storage }: Account,
  { name, toRows }: WantedCollection,
  isStanding: boolean,
): Promise<Plan> {
  const rows = toRows(storage.toFileId);
  const ids = rows.map(({ _id }) => _id);
  const found = isStanding && ids.length > 0 ? await database.findRows(name, ids) : [];
  const versions = new Map(found.map(({ id, seedVersion }) => [id, seedVersion]));
  const changes = rows.flatMap((row): Change[] => {
    const version = versions.get(row._id);
    const subject = `集合 ${name}`;
    if (version === undefined) {
      return [{ subject, lines: [`+ 行 ${row._id}`], apply: () => database.insertRow(name, row) }];
    }
    const next = seedVersionOf(row);
    if (next <= version) return [];
    const apply = () => database.replaceRow(name, row, version);
    return [
      { subject, lines: [`~ 行 ${row._id}：初始数据第 ${version} 版 → 第 ${next} 版`], apply },
    ];
  });
  return { changes, drift: [], notes: [] };
}

function seedVersionOf(row: Row): number {
  const { seedVersion } = row;
  return typeof seedVersion === 'number' ? seedVersion : 0;
}
