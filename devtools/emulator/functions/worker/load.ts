import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { Module, createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** Smaller files compile faster than a cache is read. */
const minCachedBytes = 200_000;

/**
 * Requires a bundle. A large one compiles in more time than it runs, and many instances load the same: what V8 made of it is
 * kept in `cacheFolder`.
 */
export function loadBundle(entry: string, cacheFolder: string): unknown {
  const require = createRequire(entry);
  if (statSync(entry).size < minCachedBytes) return require(entry);
  const source = readFileSync(entry);
  const version = createHash('sha1').update(source).update(process.version).digest();
  const file = join(cacheFolder, createHash('sha1').update(entry).digest('hex'));
  const cachedData = readCache(file, version);
  const script = new Script(Module.wrap(source.toString()), { filename: entry, cachedData });
  const module = new Module(entry);
  const wrapper = script.runInThisContext() as (...values: unknown[]) => void;
  wrapper.call(module.exports, module.exports, require, module, entry, dirname(entry));
  if (cachedData === undefined || script.cachedDataRejected === true) {
    // After the run, so that it holds the functions that a load calls.
    writeCache(file, Buffer.concat([version, script.createCachedData()]));
  }
  return module.exports;
}

/** The cache of this version of the bundle, on this Node; undefined when there is none. */
function readCache(file: string, version: Buffer): Buffer | undefined {
  try {
    const bytes = readFileSync(file);
    const isSame = bytes.subarray(0, version.length).equals(version);
    return isSame ? bytes.subarray(version.length) : undefined;
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
