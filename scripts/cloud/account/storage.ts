import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { CloudApi } from '../api';
import type { Permission } from './database';
import type { Environment } from './environment';

const SafeRule = z.object({ AclTag: z.string(), Rule: z.string().nullish() });
const Page = z.object({
  Contents: z.array(
    z.object({ Key: z.string(), ETag: z.string(), Size: z.string(), LastModified: z.string() }),
  ),
  IsTruncated: z.enum(['true', 'false']),
});

export type StoredFile = { path: string; md5: string; sizeBytes: number; modifiedAt: string };

const pageSize = 1000;

export type StorageAccount = ReturnType<typeof openStorage>;

export function openStorage(api: CloudApi, { envId, bucket, bucketRegion }: Environment) {
  const toFileId = (path: string): string => `cloud://${envId}.${bucket}/${path}`;

  const readPage = async (prefix: string, marker: string, maxKeys: number) => {
    const params = { bucket, region: bucketRegion, prefix, marker, maxKeys };
    const answer: unknown = await api.retried<unknown>(() => api.storage.getBucket(params));
    const { Contents: contents, IsTruncated: truncated } = Page.parse(answer);
    const files = contents.map(({ Key, ETag, Size, LastModified }) => ({
      path: Key,
      md5: ETag.replaceAll('"', ''),
      sizeBytes: Number(Size),
      modifiedAt: LastModified,
    }));
    return { files, hasMore: truncated === 'true' };
  };

  /** Pages of all files in a folder and below, ordered by path; the empty folder is the whole bucket. */
  async function* pagesOfFiles(folder: string, after = ''): AsyncGenerator<StoredFile[]> {
    for (let marker = after, hasMore = true; hasMore;) {
      const page = await readPage(folder, marker, pageSize);
      yield page.files;
      hasMore = page.hasMore;
      marker = page.files.at(-1)?.path ?? marker;
    }
  }

  return {
    toFileId,

    pagesOfFiles,

    /** All files in a folder and below; use it only for small folders. */
    async listFiles(folder: string): Promise<StoredFile[]> {
      const files: StoredFile[] = [];
      for await (const page of pagesOfFiles(folder)) files.push(...page);
      return files;
    },

    hasFiles: async (): Promise<boolean> => (await readPage('', '', 1)).files.length > 0,

    upload: (path: string, bytes: Uint8Array): Promise<void> =>
      withLocalFile(async (localPath) => {
        writeFileSync(localPath, bytes);
        await api.retried(() => api.storage.uploadFile({ localPath, cloudPath: path }));
      }),

    download: (path: string): Promise<Buffer> =>
      withLocalFile(async (localPath) => {
        await api.retried(() => api.storage.downloadFile({ localPath, cloudPath: path }));
        return readFileSync(localPath);
      }),

    async readPermission(): Promise<Permission> {
      const params = { EnvId: envId, Bucket: bucket };
      const found = await api.call('tcb', 'DescribeStorageSafeRule', params, SafeRule);
      return { tag: found.AclTag, rule: found.AclTag === 'CUSTOM' ? (found.Rule ?? null) : null };
    },

    async writePermission({ tag, rule }: Permission): Promise<void> {
      const params = { EnvId: envId, Bucket: bucket, AclTag: tag, Rule: rule };
      await api.call('tcb', 'ModifyStorageSafeRule', params, z.object({}));
    },
  };
}

/** Equals the ETag that the storage computes for a file uploaded in one piece. */
export function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}

/** The SDK transfers files only from and to disk. */
async function withLocalFile<Result>(use: (path: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'cloud-file-'));
  try {
    return await use(join(folder, 'file'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
