import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../../../devtools/emulator/disk/replace-file';
import { AdminError } from '../../admin/errors';

const format = z.literal('ai-image-workshop-backup');
const formatVersion = z.literal(1);

/** Written at the start of a backup; an interrupted backup is resumed only where its header matches. */
const Header = z.object({
  format,
  formatVersion,
  envId: z.string(),
  filePrefix: z.string(),
  startedAt: z.iso.datetime(),
});

const Digest = z.object({
  lines: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const Manifest = Header.extend({
  finishedAt: z.iso.datetime(),
  collections: z.array(Digest.extend({ name: z.string().regex(/^[\w-]+$/) })),
  /** Collections with secrets, which are left out. */
  leftOut: z.array(z.string()),
  files: Digest.extend({ totalBytes: z.number() }),
});

export type Header = z.output<typeof Header>;
/** Written last, so a backup without one is incomplete. */
export type Manifest = z.output<typeof Manifest>;

const headerName = 'backup.json';
const manifestName = 'manifest.json';

export const fileListName = 'files.ndjson';

export function rowsName(collection: string): string {
  return `collections/${collection}.ndjson`;
}

export function readManifest(folder: string): Manifest {
  const manifest = findManifest(folder);
  if (manifest !== null) return manifest;
  const reason = existsSync(join(folder, headerName))
    ? '这份备份没有做完：用同样的命令再运行一次 backup'
    : '里面没有备份';
  throw new AdminError(`${folder}：${reason}`);
}

export function findManifest(folder: string): Manifest | null {
  return readJson(join(folder, manifestName), Manifest);
}

export function writeManifest(folder: string, manifest: Manifest): void {
  replaceFile(join(folder, manifestName), JSON.stringify(manifest, null, 2));
}

/** How long an interrupted backup may be resumed; its collections should date from about the same time. */
const maxAgeMs = 24 * 60 * 60 * 1000;

/** The header of the backup started in this folder, or a new one. Refuses a folder with any other content. */
export function openFolder(folder: string, wanted: Header): Header {
  const path = join(folder, headerName);
  const standing = readJson(path, Header);
  if (standing === null) {
    const others = listFolder(folder).filter((name) => name !== 'collections');
    if (others.length > 0) throw new AdminError(`${folder} 不是空的：换一个目录`);
    // Rows of users, readable by the operator only.
    mkdirSync(join(folder, 'collections'), { recursive: true, mode: 0o700 });
    replaceFile(path, JSON.stringify(wanted, null, 2));
    return wanted;
  }
  if (standing.envId !== wanted.envId) {
    throw new AdminError(
      `${folder} 里是环境 ${standing.envId} 的备份，不是 ${wanted.envId}：换一个目录`,
    );
  }
  if (Date.parse(wanted.startedAt) - Date.parse(standing.startedAt) > maxAgeMs) {
    throw new AdminError(
      `${folder} 里没做完的备份始于 ${standing.startedAt}，超过 24 小时，接着做会新旧混杂：换一个目录`,
    );
  }
  return standing;
}

/** The files in the folder; empty when it does not exist. */
function listFolder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  if (!statSync(folder).isDirectory()) throw new AdminError(`${folder} 是一个文件：换一个目录`);
  return readdirSync(folder);
}

function readJson<Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema> | null {
  if (!existsSync(path)) return null;
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new AdminError(`${path} 已损坏，不是 backup 写的内容`);
  }
}
