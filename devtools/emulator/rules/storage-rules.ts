import { z } from 'zod';
import type { FileInfo } from '../storage/files';
import { readRulesFile, storageRulesFile } from './files';
import { authOf, compileRule } from './rule';

const Access = z.enum(['everybody', 'creator', 'nobody']);

export const StorageRules = z.strictObject({
  purpose: z.string(),
  /** Rules by regular expressions on the path; a path that matches none is closed. */
  paths: z
    .array(
      z.strictObject({
        path: z.string().regex(/^\^/, 'a path begins with ^'),
        read: Access,
        write: Access,
        purpose: z.string(),
      }),
    )
    .min(1),
});
export type StorageRules = z.infer<typeof StorageRules>;

/** The rule of a bucket in the cloud's format. */
export type BucketRule = { read: string; write: string };

/** Translates the table into a single rule for the bucket, which is provisioned in the cloud and evaluated here. */
export function toBucketRule({ paths }: StorageRules): BucketRule {
  const expression = (operation: 'read' | 'write'): string => {
    const open = paths.filter((entry) => entry[operation] !== 'nobody');
    const terms = open.map((entry) => {
      const fits = `/${entry.path.replace(/\\?\//g, '\\/')}/.test(resource.path) == true`;
      return entry[operation] === 'creator' ? `(${fits} && resource.openid == auth.openid)` : fits;
    });
    return terms.length === 0 ? 'false' : terms.join(' || ');
  };
  return { read: expression('read'), write: expression('write') };
}

/** What a phone may do with files. */
export type StoragePermission = {
  mayRead(file: FileInfo, openid: string | undefined): boolean;
  /** `file` is the existing file at the path; null for a new one. */
  mayWrite(path: string, file: FileInfo | null, openid: string | undefined): boolean;
};

/** The console's default for a new bucket: everybody reads, creators write. */
const proposed: BucketRule = { read: 'true', write: 'resource.openid == auth.openid' };

export function openStoragePermission(templatesFolder: string | undefined): StoragePermission {
  const rules = readRulesFile(templatesFolder, storageRulesFile, StorageRules);
  const { read, write } = rules === null ? proposed : toBucketRule(rules);
  const [readRule, writeRule] = [compileRule(read), compileRule(write)];

  const scopeOf = (path: string, owner: string | null, openid: string | undefined) => ({
    auth: authOf(openid),
    resource: (field: string) => (field === 'path' ? path : field === 'openid' ? owner : undefined),
  });

  return {
    mayRead: ({ path, openid: owner }, openid) => readRule(scopeOf(path, owner, openid)),
    // A new file belongs to its uploader.
    mayWrite: (path, file, openid) =>
      writeRule(scopeOf(path, file === null ? (openid ?? null) : file.openid, openid)),
  };
}
