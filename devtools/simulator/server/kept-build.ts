import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export type Bundle = { script: string; style: string };
/** `messages`: what the build warned of. */
export type KeptBundle = Bundle & { messages: string[] };

/**
 * A bundle that stays on disk, beside the packages that went into it, until one of its sources changes: most starts
 * change none, and a build takes seconds. A build that fails is not kept. Sources are told apart by path, size and time.
 */
export async function keptBuild(
  projectRoot: string,
  name: string,
  sources: readonly string[],
  build: () => Promise<KeptBundle>,
): Promise<KeptBundle> {
  const path = join(projectRoot, 'node_modules/.cache/simulator', `${name}.json`);
  const fingerprint = fingerprintOf(projectRoot, sources);
  const kept = read(path);
  if (kept?.fingerprint === fingerprint) return kept.bundle;
  const bundle = await build();
  // A source that changed during the build may be in it or not.
  if (fingerprintOf(projectRoot, sources) === fingerprint) write(path, { fingerprint, bundle });
  return bundle;
}

type Kept = { fingerprint: string; bundle: KeptBundle };

function read(path: string): Kept | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Kept;
  } catch {
    // Not there, or not whole: it is built again.
    return null;
  }
}

/** Whole or not at all: several starts may write at once. */
function write(path: string, kept: Kept): void {
  const draft = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(draft, JSON.stringify(kept));
  renameSync(draft, path);
}

function fingerprintOf(projectRoot: string, sources: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of [join(projectRoot, 'package-lock.json'), ...sources.flatMap(filesOf)]) {
    const { size, mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? { size: 0, mtimeMs: 0 };
    hash.update(`${relative(projectRoot, file)} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
