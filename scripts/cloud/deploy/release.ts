import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AdminError } from '../../admin/errors';
import type { Account } from '../account/account';
import { toBundle } from './bundle';
import type { Bundle } from './bundle';

const root = 'private/releases/';
const Manifest = z.object({
  tag: z.string(),
  commit: z.string().nullable(),
  releasedAt: z.string(),
  functions: z.array(z.object({ name: z.string(), build: z.string(), sha256: z.string() })),
});

export type Release = z.output<typeof Manifest>;

/**
 * Keeps the deployed archives in the environment's own storage, where no phone reads, so that going back needs neither a
 * build nor the machine that made them. The manifest comes last: a release without one was never whole.
 */
export async function keepRelease(
  { storage }: Account,
  bundles: Bundle[],
  { tag, commit, releasedAt }: Omit<Release, 'functions'>,
): Promise<void> {
  for (const { name, zip } of bundles) await storage.upload(`${root}${tag}/${name}.zip`, zip);
  const functions = bundles.map(({ name, build, zip }) => ({ name, build, sha256: sha256(zip) }));
  const manifest: Release = { tag, commit, releasedAt, functions };
  await storage.upload(manifestPath(tag), Buffer.from(JSON.stringify(manifest, null, 2)));
}

/** Tags of the whole releases, the newest last. */
export async function listReleases({ storage }: Account): Promise<string[]> {
  const paths = [...(await storage.listFiles(root)).keys()];
  return paths
    .flatMap((path) => /^private\/releases\/([^/]+)\/manifest\.json$/.exec(path)?.[1] ?? [])
    .sort();
}

export async function fetchRelease(account: Account, tag: string): Promise<Bundle[]> {
  const tags = await listReleases(account);
  if (!tags.includes(tag)) {
    const known = tags.length === 0 ? '还没有任何版本' : `有 ${tags.slice(-5).join('、')}`;
    throw new AdminError(`环境里没有保存版本 ${tag}（${known}）`);
  }
  const manifest = Manifest.parse(
    JSON.parse((await account.storage.download(manifestPath(tag))).toString()),
  );
  const bundles: Bundle[] = [];
  for (const { name, sha256: expected } of manifest.functions) {
    const zip = await account.storage.download(`${root}${tag}/${name}.zip`);
    if (sha256(zip) !== expected) throw new AdminError(`版本 ${tag} 里的 ${name}.zip 已损坏`);
    bundles.push(toBundle(name, zip));
  }
  return bundles;
}

function manifestPath(tag: string): string {
  return `${root}${tag}/manifest.json`;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
