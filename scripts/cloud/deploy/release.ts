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

/** An unused tag: `-2`, `-3` … is appended when releases have the same timestamp. */
export async function findFreeTag(account: Account, wanted: string): Promise<string> {
  const taken = new Set(await listReleases(account));
  let tag = wanted;
  for (let number = 2; taken.has(tag); number += 1) tag = `${wanted}-${number}`;
  return tag;
}

/** Whether the release stored under this tag has exactly these archives. */
export async function holdsBundles(
  account: Account,
  tag: string,
  bundles: Bundle[],
): Promise<boolean> {
  const { functions } = await readManifest(account, tag);
  const describe = (archives: { name: string; sha256: string }[]) =>
    archives
      .map((archive) => `${archive.name} ${archive.sha256}`)
      .sort()
      .join();
  const wanted = bundles.map(({ name, zip }) => ({ name, sha256: sha256(zip) }));
  return describe(functions) === describe(wanted);
}

/**
 * Stores the deployed archives in the environment's own storage, which phones cannot read, so that a rollback needs
 * neither a build nor the machine that made it. The manifest is written last, so a release without one is incomplete. A
 * stored release is never overwritten.
 */
export async function keepRelease(
  account: Account,
  bundles: Bundle[],
  { tag, commit, releasedAt }: Omit<Release, 'functions'>,
): Promise<void> {
  await requireFreeTag(account, tag);
  const { storage } = account;
  for (const { name, zip } of bundles) await storage.upload(`${root}${tag}/${name}.zip`, zip);
  const functions = bundles.map(({ name, build, zip }) => ({ name, build, sha256: sha256(zip) }));
  const manifest: Release = { tag, commit, releasedAt, functions };
  await storage.upload(manifestPath(tag), Buffer.from(JSON.stringify(manifest, null, 2)));
}

async function requireFreeTag(account: Account, tag: string): Promise<void> {
  if (!(await listReleases(account)).includes(tag)) return;
  throw new AdminError(`版本 ${tag} 已经存在，不会覆盖：换一个名字，或不写 --release`);
}

/** Tags of the complete releases, oldest first. */
export async function listReleases({ storage }: Account): Promise<string[]> {
  return (await storage.listFiles(root))
    .flatMap(({ path, modifiedAt }) => {
      const tag = /^private\/releases\/([^/]+)\/manifest\.json$/.exec(path)?.[1];
      return tag === undefined ? [] : [{ tag, moment: `${modifiedAt} ${tag}` }];
    })
    .sort((a, b) => (a.moment < b.moment ? -1 : 1))
    .map(({ tag }) => tag);
}

export async function fetchRelease(account: Account, tag: string): Promise<Bundle[]> {
  const tags = await listReleases(account);
  if (!tags.includes(tag)) {
    const known = tags.length === 0 ? '还没有任何版本' : `有 ${tags.slice(-5).join('、')}`;
    throw new AdminError(`环境里没有保存版本 ${tag}（${known}）`);
  }
  const manifest = await readManifest(account, tag);
  const bundles: Bundle[] = [];
  for (const { name, sha256: expected } of manifest.functions) {
    const zip = await account.storage.download(`${root}${tag}/${name}.zip`);
    if (sha256(zip) !== expected) throw new AdminError(`版本 ${tag} 里的 ${name}.zip 已损坏`);
    bundles.push(toBundle(name, zip));
  }
  return bundles;
}

async function readManifest({ storage }: Account, tag: string): Promise<Release> {
  const text = (await storage.download(manifestPath(tag))).toString();
  try {
    return Manifest.parse(JSON.parse(text));
  } catch {
    throw new AdminError(`版本 ${tag} 的清单 manifest.json 已损坏`);
  }
}

function manifestPath(tag: string): string {
  return `${root}${tag}/manifest.json`;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
