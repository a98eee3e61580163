import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Owner = z.object({ pid: z.int(), url: z.string() });
type Owner = z.infer<typeof Owner>;

const patienceMs = 1000;

export class FolderTaken extends Error {
  constructor(folder: string, { pid, url }: Owner) {
    super(`${folder} is in use by the local cloud at ${url} (process ${pid}).`);
    this.name = 'FolderTaken';
  }
}

/**
 * Says that the cloud at `url` writes to `folder`, for two clouds would spoil each other's journal. Returns what ends
 * the claim; one that a killed process left behind counts for nothing. Throws FolderTaken.
 */
export async function claimFolder(folder: string, url: string): Promise<() => void> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'running.json');
  const owner = readOwner(path);
  if (owner !== null && owner.url !== url && isAlive(owner.pid) && (await answers(owner.url)))
    throw new FolderTaken(folder, owner);
  writeFileSync(path, JSON.stringify({ pid: process.pid, url }));
  return () => {
    if (readOwner(path)?.url === url) rmSync(path, { force: true });
  };
}

function readOwner(path: string): Owner | null {
  if (!existsSync(path)) return null;
  try {
    return Owner.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Torn by a kill: nobody's.
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

/** The number of a dead process may belong to another one by now; a cloud answers. */
async function answers(url: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(patienceMs);
    return (await fetch(`${url}/local/health`, { signal })).ok;
  } catch {
    return false;
  }
}
