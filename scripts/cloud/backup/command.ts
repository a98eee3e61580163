import { join } from 'node:path';
import { readTemplates } from '../../../devtools/emulator/templates';
import { AdminError } from '../../admin/errors';
import { readOptions } from '../arguments';
import { Interrupted, exitCodes } from '../operator';
import type { Operator } from '../operator';
import { fileListName, findManifest, openFolder, rowsName, writeManifest } from './folder';
import type { Manifest } from './folder';
import { linesOf, openLineFile } from './line-file';
import type { Digest } from './line-file';
import { openRowStore } from './open-store';
import { toStoredRow } from './row-store';
import type { ListedFile, RowStore } from './row-store';
import { createSecretTest } from '../../../devtools/emulator/secret-collections';

const help = `npm run backup -- --out <目录> [--env <环境 ID>]

把整个数据库一页一页抄进目录，每个集合一个文件，并列出云存储里的文件（不含文件内容）。
只读不写；中断后用同样的命令再运行一次，会接着做。保存密钥的集合不会进备份。
备份里有用户数据：请加密保存，不要提交到仓库。

  --out <目录>      放备份的目录；没有就新建
  --env <环境 ID>   备份这个环境；不写则是本地云（LOCAL_CLOUD_URL）
  --local           写明是本地云

不是同一瞬间的快照：备份期间改动的行，是读到那一页时的样子。请在用户少的时候做。`;

export async function backup(
  operator: Operator,
  words: string[],
  templatesFolder: string,
): Promise<number> {
  const { print, clock } = operator;
  const options = readOptions(words, {
    env: { type: 'string' },
    local: { type: 'boolean' },
    out: { type: 'string' },
  });
  if (options === null) {
    print(help);
    return exitCodes.ok;
  }
  const { out: folder = '' } = options;
  if (folder === '') throw new AdminError('请写明目录，例如 -- --out backups/2026-12-01');
  const isSecret = createSecretTest(readTemplates(templatesFolder));
  const store = await openRowStore(operator, options);
  print(`${store.name} → ${folder}`);

  const header = openFolder(folder, {
    format: 'ai-image-workshop-backup',
    formatVersion: 1,
    envId: store.envId,
    filePrefix: store.filePrefix,
    startedAt: clock.now().toISOString(),
  });
  const finished = findManifest(folder);
  if (finished !== null) {
    print(`✓ 这里已有 ${finished.finishedAt} 完成的备份，没有改动；再做一份请换一个目录`);
    return exitCodes.ok;
  }

  const found = await store.listCollections();
  const chosen = found.filter(({ name }) => !isSecret(name)).sort(byName);
  const collections: Manifest['collections'] = [];
  let faults = 0;
  for (const { name, rowCount } of chosen) {
    const digest = await saveRows(operator, store, name, rowCount, join(folder, rowsName(name)));
    collections.push({ name, ...digest });
    print(
      `✓ ${name}：${digest.lines} 行${digest.lines === rowCount ? '' : `（开始时 ${rowCount} 行）`}`,
    );
    const foreignId = await store.findForeignId(name);
    if (foreignId === null) continue;
    print(
      `✗ ${name} 里有 _id 不是文本的行（${foreignId}），没有备份到：请在控制台把它们的 _id 改成文本`,
    );
    faults += 1;
  }
  const files = await listFiles(operator, store, join(folder, fileListName));
  print(`✓ 文件清单：${files.lines} 个，${toMegabytes(files.totalBytes)} MB（只列出，不含内容）`);
  const leftOut = found.map(({ name }) => name).filter(isSecret);
  if (leftOut.length > 0) print(`· 保存密钥的集合没有备份：${leftOut.join('、')}`);
  const finishedAt = clock.now().toISOString();
  writeManifest(folder, { ...header, finishedAt, collections, leftOut, files });
  const bytes = collections.reduce((sum, collection) => sum + collection.bytes, 0);
  const rows = collections.reduce((sum, collection) => sum + collection.lines, 0);
  print(`✓ 备份完成：${collections.length} 个集合，${rows} 行，${toMegabytes(bytes)} MB`);
  return faults === 0 ? exitCodes.ok : exitCodes.failed;
}

async function saveRows(
  { progress, signal }: Operator,
  store: RowStore,
  collection: string,
  rowCount: number,
  path: string,
): Promise<Digest> {
  const file = await openLineFile(path);
  let after = file.lastLine === null ? '' : toStoredRow(file.lastLine).id;
  for (;;) {
    if (signal.aborted) throw new Interrupted();
    progress.show(`备份 ${collection}`, file.lineCount, rowCount);
    const rows = await store.readRows(collection, after);
    const last = rows.at(-1);
    if (last === undefined) break;
    file.append(rows.map(({ line }) => line));
    after = last.id;
  }
  progress.end();
  return file.close();
}

async function listFiles(
  { progress, signal }: Operator,
  store: RowStore,
  path: string,
): Promise<Manifest['files']> {
  const file = await openLineFile(path);
  const after = file.lastLine === null ? '' : (JSON.parse(file.lastLine) as ListedFile).path;
  for await (const page of store.pagesOfFiles(after)) {
    if (signal.aborted) throw new Interrupted();
    file.append(page.map((each) => JSON.stringify(each)));
    progress.show('列出文件', file.lineCount);
  }
  progress.end();
  const digest = file.close();
  let totalBytes = 0;
  for await (const { text } of linesOf(path))
    totalBytes += (JSON.parse(text) as ListedFile).sizeBytes;
  return { ...digest, totalBytes };
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}

function toMegabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
