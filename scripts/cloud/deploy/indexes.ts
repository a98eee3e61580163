import type { Account } from '../account/account';
import type { Operator } from '../operator';
import { compareIndexes } from '../provision/collections';
import type { DesiredEnvironment } from '../wanted';

/**
 * Prints the indexes that existing collections lack. Functions cannot detect this; they would be slow or book twice.
 */
export async function checkIndexes(
  { database }: Account,
  { collections }: DesiredEnvironment,
  { print, progress }: Pick<Operator, 'print' | 'progress'>,
): Promise<boolean> {
  const standing = new Set((await database.listCollections()).map(({ name }) => name));
  const wanted = collections.filter(
    ({ name, indexes }) => standing.has(name) && indexes.length > 0,
  );
  const lacking: string[] = [];
  for (const [done, { name, indexes }] of wanted.entries()) {
    progress.show('核对索引', done, wanted.length);
    const { missing, drift } = compareIndexes(name, await database.listIndexes(name), indexes);
    if (missing.length + drift.length > 0) lacking.push(name);
  }
  progress.end();
  if (lacking.length === 0) return true;
  print(`✗ 这些集合缺少索引，或索引不同：${lacking.join('、')}（先运行 npm run provision）`);
  return false;
}
