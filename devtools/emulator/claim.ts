import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { onDisk } from './disk/disk-error';
import { removeQuietly } from './disk/replace-file';
import { PlainError } from './plain-error';

const Owner = z.object({ pid: z.int(), url: z.string() });
type Owner = z.infer<typeof Owner>;

const answerTimeoutMs = 1000;

export class FolderTaken extends PlainError {
  constructor(folder: string, { pid, url }: Owner) {
    super(
      `${folder} is in use by the local cloud at ${url} (process ${pid}). Stop it, or give this one other data: npm start -- --data DIR`,
    );
  }
}

/**
 * Claims `folder` for the cloud at `url`, because two clouds writing one journal would corrupt it. Returns a function
 * that releases the claim. A claim left behind by a killed process is void. Throws FolderTaken or DiskError.
 */
export async function claimFolder(folder: string, url: string): Promise<() => void> {
  onDisk(folder, () => mkdirSync(folder, { recursive: true }));
  const path = join(folder, 'running.json');
  const owner = readOwner(path);
  if (owner !== null && owner.url !== url && isAlive(owner.pid) && (await answers(owner.url)))
    throw new FolderTaken(folder, owner);
  onDisk(path, () => writeFileSync(path, JSON.stringify({ pid: process.pid, url })));
  return () => {
    if (readOwner(path)?.url === url) removeQuietly(path);
  };
}

function readOwner(path: string): Owner | null {
  if (!existsSync(path)) return null;
  try {
    return Owner.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // A partial write of a killed process does not count as a claim.
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A live process id is not enough, as the system may have reused it; a running cloud also answers requests. */
async function answers(url: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(answerTimeoutMs);
    return (await fetch(`${url}/local/health`, { signal })).ok;
  } catch {
    return false;
  }
}
