import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileListName, rowsName } from '../backup/folder';
import type { Manifest } from '../backup/folder';
import { digestOf } from '../backup/line-file';
import type { Digest } from '../backup/line-file';
import type { Operator } from '../operator';

/** The problems of a backup's files, each with the file's name. */
export async function checkFiles(
  { progress }: Operator,
  folder: string,
  { collections, files }: Manifest,
): Promise<string[]> {
  const expected = [
    ...collections.map((collection) => ({ name: rowsName(collection.name), digest: collection })),
    { name: fileListName, digest: files },
  ];
  const problems: string[] = [];
  for (const [done, { name, digest }] of expected.entries()) {
    progress.show(`核对 ${name}`, done, expected.length);
    const path = join(folder, name);
    const problem = existsSync(path) ? compare(await digestOf(path), digest) : '文件不见了';
    if (problem !== null) problems.push(`${name}：${problem}`);
  }
  progress.end();
  return problems;
}

function compare(found: Digest, expected: Digest): string | null {
  if (found.lines !== expected.lines) {
    return `有 ${found.lines} 行，应有 ${expected.lines} 行`;
  }
  return found.sha256 === expected.sha256 ? null : '内容与校验和不符';
}
