import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { Module, createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** Smaller files compile faster than a cache is read. */
const minCachedBytes = 200_000;

/** The calls after which a cache is written anew: it then holds what serving them has compiled as well. */
const learningCalls = [1, 8, 64];

export type LoadedBundle = {
  exports: unknown;
  /** To be told after every call, with how many there have been. */
  served: (calls: number) => void;
};

/**
 * Requires a bundle. A large one compiles in more time than it runs, and many instances load the same: what V8 made of it is
 * kept in `cacheFolder`, at first with the functions that a load calls, later with those that calls need.
 */
export function loadBundle(entry: string, cacheFolder: string): LoadedBundle {
  const require = createRequire(entry);
  if (statSync(entry).size < minCachedBytes) {
    return { exports: require(entry), served: () => undefined };
  }
  const source = readFileSync(entry);
  const version = createHash('sha1').update(source).update(process.version).digest();
  // Functions may run on several versions of Node at a time.
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

/** The cache of this version of the bundle, on this Node; undefined when there is none. */
function readCache(file: string, version: Buffer): Cached | undefined {
  try {
    const bytes = readFileSync(file);
    if (!bytes.subarray(0, version.length).equals(version)) return undefined;
    return { calls: bytes[version.length] ?? 0, data: bytes.subarray(version.length + 1) };
  } catch {
    return undefined;
  }
}

/** Instances may write at the same time. Without a place to write, loading is slower and nothing else. */
function writeCache(file: string, bytes: Buffer): void {
  const draft = `${file}.${process.pid}-${process.hrtime.bigint().toString(36)}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, bytes);
    renameSync(draft, file);
  } catch {
    // Slower, not wrong.
  }
}
