import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { Module, createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** Smaller files compile faster than a cache can be read. */
const minCachedBytes = 200_000;

/**
 * After these numbers of calls the cache is rewritten, so that it includes the functions compiled while serving them.
 */
const learningCalls = [1, 8, 64];

export type LoadedBundle = {
  exports: unknown;
  /** Call after every invocation with the number of invocations so far. */
  served: (calls: number) => void;
};

/**
 * Requires a bundle. Compiling a large one takes longer than running it, and many instances load the same bundle, so
 * V8's code cache is kept in `cacheFolder`: at first with the functions compiled while loading, later with those
 * compiled while serving calls.
 */
export function loadBundle(entry: string, cacheFolder: string): LoadedBundle {
  const require = createRequire(entry);
  if (statSync(entry).size < minCachedBytes) {
    return { exports: require(entry), served: () => undefined };
  }
  const source = readFileSync(entry);
  const version = createHash('sha1').update(source).update(process.version).digest();
  // Functions may run on several versions of Node at once.
  const name = createHash('sha1').update(`${process.version} ${entry}`).digest('hex');
  const file = join(cacheFolder, name);
  const cached = readCache(file, version);
  const script = new Script(Module.wrap(source.toString()), {
    filename: entry,
    cachedData: cached?.data,
  });
  const module = new Module(entry);
  const wrapper = script.runInThisContext() as (...values: unknown[]) => void;
  wrapper.call(module.exports, module.exports, require, module, entry, dirname(entry));
  const learn = (calls: number): void =>
    writeCache(file, Buffer.concat([version, Buffer.from([calls]), script.createCachedData()]));
  if (cached === undefined || script.cachedDataRejected === true) learn(0);
  return {
    exports: module.exports,
    served(calls) {
      if (!learningCalls.includes(calls)) return;
      const kept = readCache(file, version);
      if (kept === undefined || kept.calls < calls) learn(calls);
    },
  };
}

type Cached = { calls: number; data: Buffer };

/** The cache for this version of the bundle and of Node; undefined when there is none. */
function readCache(file: string, version: Buffer): Cached | undefined {
  try {
    const bytes = readFileSync(file);
    if (!bytes.subarray(0, version.length).equals(version)) return undefined;
    return { calls: bytes[version.length] ?? 0, data: bytes.subarray(version.length + 1) };
  } catch {
    return undefined;
  }
}

/** Replaces the file atomically, because several instances may write at once. */
function writeCache(file: string, bytes: Buffer): void {
  const draft = `${file}.${process.pid}-${process.hrtime.bigint().toString(36)}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, bytes);
    renameSync(draft, file);
  } catch {
    // Without a cache, loading is slower but works.
  }
}
