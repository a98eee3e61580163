import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { CloudApi } from '../api';
import type { Permission } from './database';
import type { Environment } from './environment';

const SafeRule = z.object({ AclTag: z.string(), Rule: z.string().nullish() });
const Entry = z.object({ Key: z.string(), ETag: z.string() });

export type StorageAccount = ReturnType<typeof openStorage>;

export function openStorage(api: CloudApi, { envId, bucket }: Environment) {
  const toFileId = (path: string): string => `cloud://${envId}.${bucket}/${path}`;
  return {
    toFileId,

    /** Path and MD5 of every file below a folder. */
    async listFiles(folder: string): Promise<Map<string, string>> {
      const entries = await api.retried(() => api.storage.walkCloudDir(folder));
      return new Map(
        z
          .array(Entry)
          .parse(entries)
          .map(({ Key: path, ETag: tag }) => [path, tag.replaceAll('"', '')]),
      );
    },

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

/** As the storage computes the ETag of a file that was uploaded in one piece. */
export function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}

/** The SDK moves files from and to disk only. */
async function withLocalFile<Result>(use: (path: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'cloud-file-'));
  try {
    return await use(join(folder, 'file'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
