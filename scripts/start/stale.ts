import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a bundle in `dist/cloudfunctions` is missing or older than one of its sources. */
export function isStale(root: string): boolean {
  const source = join(root, 'cloudfunctions');
  const names = readdirSync(source).filter((name) => changedAt(join(source, name, 'index.ts')) > 0);
  const bundles = names.map((name) =>
    changedAt(join(root, 'dist/cloudfunctions', name, 'index.js')),
  );
  if (bundles.length === 0) return false;
  return Math.min(...bundles) < newest([source, join(root, 'scripts/build')]);
}

/** The same for the mini-program, whose build always writes `app.json`. */
export function isMiniprogramStale(root: string): boolean {
  const source = join(root, 'miniprogram');
  if (changedAt(join(source, 'app.json')) === 0) return false;
  const built = changedAt(join(root, 'dist/miniprogram/app.json'));
  return built < newest([source, join(root, 'scripts/build')]);
}

function newest(folders: string[]): number {
  const moments = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => changedAt(join(entry.parentPath, entry.name))),
  );
  return Math.max(0, ...moments);
}

/** 0 when the file does not exist. */
function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
