import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { builtMiniprogram } from '../folders';
import { isWithin, kilobytes } from '../row';
import type { Result, Row } from '../row';

type AppConfig = { subPackages?: { root: string }[]; subpackages?: { root: string }[] };

/** The download before the first page: all files outside the subpackages. */
export const mainPackage: Row = {
  name: 'package',
  measure() {
    const app = JSON.parse(readFileSync(join(builtMiniprogram, 'app.json'), 'utf8')) as AppConfig;
    const roots = [...(app.subPackages ?? []), ...(app.subpackages ?? [])].map(({ root }) => root);
    const files = filesOf(builtMiniprogram).filter(({ path }) =>
      roots.every((root) => !path.startsWith(`${root.replace(/\/$/, '')}/`)),
    );
    const images = files.filter(({ path }) => /\.(png|jpe?g|gif|webp|svg)$/.test(path));
    return Promise.resolve([
      toResult('main package of the mini-program', files, 1_000_000),
      toResult('images in the main package', images, 200_000),
    ]);
  },
};

type File = { path: string; bytes: number };

function filesOf(folder: string): File[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => ({ path, stat: statSync(join(folder, path)) }))
    .filter(({ stat }) => stat.isFile())
    .map(({ path, stat }) => ({ path, bytes: stat.size }));
}

function toResult(what: string, files: File[], atMost: number): Result {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return {
    what,
    ours: kilobytes(bytes),
    baseline: '',
    ratio: '',
    target: `≤ ${kilobytes(atMost)}`,
    isMet: isWithin(bytes, { atMost }),
    note: `${files.length} files as built, before WeChat compresses them`,
  };
}
