import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import * as esbuild from 'esbuild';
import { lowerGaps, markGaps } from './flex-gap';
import type { GapRule } from './flex-gap';
import { collectFiles, componentsIn } from './references';

const tdesign = 'tdesign-miniprogram';

/** File types that WeChat packs into a mini-program; sources, notes and tool settings are left out. */
const packedEndings = new Set([
  '.wxml',
  '.wxss',
  '.wxs',
  '.json',
  '.png',
  '.jpg',
  '.jpeg',
  '.svg',
  '.gif',
]);

type AppConfig = { subPackages?: { root: string }[]; subpackages?: { root: string }[] };

export type BuiltMiniprogram = { files: number; bytes: number };

/**
 * Turns `miniprogram/` into a package that WeChat opens unchanged. TypeScript is compiled to CommonJS file by file. Of
 * TDesign only the components that pages name are copied, into the package that uses them. The result is built next to
 * `outFolder` and moved there file by file, so that neither a reader nor a concurrent build sees a partial file.
 */
export async function buildMiniprogram(
  sourceFolder: string,
  outFolder: string,
): Promise<BuiltMiniprogram> {
  await mkdir(dirname(outFolder), { recursive: true });
  const draft = await mkdtemp(`${outFolder}.draft-`);
  try {
    const built = await buildInto(draft, sourceFolder);
    await settle(draft, outFolder);
    return built;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Replaces each file atomically, then removes files that the new build does not have. */
async function settle(draft: string, outFolder: string): Promise<void> {
  const files = await listFiles(draft);
  for (const file of files) {
    await mkdir(dirname(join(outFolder, file)), { recursive: true });
    await rename(join(draft, file), join(outFolder, file));
  }
  const kept = new Set(files.flatMap((file) => [file, ...foldersOf(file)]));
  for (const entry of await readdir(outFolder, { recursive: true })) {
    if (!kept.has(entry)) await rm(join(outFolder, entry), { recursive: true, force: true });
  }
}

function foldersOf(file: string): string[] {
  const folder = dirname(file);
  return folder === '.' ? [] : [folder, ...foldersOf(folder)];
}

async function buildInto(outFolder: string, sourceFolder: string): Promise<BuiltMiniprogram> {
  const sources = await listFiles(sourceFolder);
  let written: number[] = [];
  const styles = await lowerStyles(sourceFolder, sources);
  for (const source of sources) {
    const bytes = await emit(sourceFolder, outFolder, source, styles);
    if (bytes !== null) written = [...written, bytes];
  }
  const npm = await copyComponents(sourceFolder, outFolder, sources);
  written = [...written, ...npm];
  return { files: written.length, bytes: written.reduce((sum, bytes) => sum + bytes, 0) };
}

async function emit(
  sourceFolder: string,
  outFolder: string,
  source: string,
  styles: LoweredApp,
): Promise<number | null> {
  const target = join(outFolder, source);
  if (source === 'tsconfig.json' || source.endsWith('.d.ts')) return null;
  await mkdir(dirname(target), { recursive: true });
  if (extname(source) === '.ts') {
    const text = await readFile(join(sourceFolder, source), 'utf8');
    const { code } = await esbuild.transform(text, {
      loader: 'ts',
      format: 'cjs',
      // Async functions are kept; DevTools lowers the rest for old phones ("es6": true).
      target: 'es2018',
      sourcefile: source,
      charset: 'utf8',
    });
    return write(target.replace(/\.ts$/, '.js'), code);
  }
  if (extname(source) === '.json') {
    const text = await readFile(join(sourceFolder, source), 'utf8');
    return write(target, JSON.stringify(JSON.parse(text)));
  }
  if (extname(source) === '.wxss') return write(target, styles.css.get(source) ?? '');
  if (extname(source) === '.wxml') {
    const text = await readFile(join(sourceFolder, source), 'utf8');
    const own = styles.gaps.get(source.replace(/\.wxml$/, '.wxss')) ?? [];
    return write(target, markGaps(text, source, [...styles.sharedGaps, ...own]));
  }
  if (!packedEndings.has(extname(source))) return null;
  const bytes = await readFile(join(sourceFolder, source));
  return write(target, bytes);
}

type LoweredApp = { css: Map<string, string>; gaps: Map<string, GapRule[]>; sharedGaps: GapRule[] };

/**
 * Rewrites styles that the oldest supported phone (iOS 14.0) does not know, such as `inset` and `gap` in flex boxes.
 */
async function lowerStyles(sourceFolder: string, sources: string[]): Promise<LoweredApp> {
  const lowered: LoweredApp = { css: new Map(), gaps: new Map(), sharedGaps: [] };
  for (const source of sources.filter((name) => name.endsWith('.wxss'))) {
    const isShared = !sources.includes(source.replace(/\.wxss$/, '.wxml'));
    const text = await readFile(join(sourceFolder, source), 'utf8');
    const prefix = isShared ? `gap-${basename(source, '.wxss')}` : 'gap';
    const { css, rules } = lowerGaps(text, source, prefix);
    lowered.css.set(source, await lowerSyntax(css, source));
    if (isShared) lowered.sharedGaps.push(...rules);
    else lowered.gaps.set(source, rules);
  }
  return lowered;
}

async function lowerSyntax(text: string, source: string): Promise<string> {
  const { code, warnings } = await esbuild.transform(text, {
    loader: 'css',
    target: 'safari14',
    sourcefile: source,
    charset: 'utf8',
  });
  const [warning] = warnings;
  if (warning !== undefined) {
    throw new Error(`${source}:${warning.location?.line ?? 0}: ${warning.text}`);
  }
  return code;
}

/**
 * Copies the named TDesign components: to the main package when it or two subpackages use them, otherwise to the only
 * subpackage that does.
 */
async function copyComponents(
  sourceFolder: string,
  outFolder: string,
  sources: string[],
): Promise<number[]> {
  const packageFolder = join(
    dirname(require.resolve(`${tdesign}/package.json`)),
    'miniprogram_dist',
  );
  const roots = await subpackageRoots(sourceFolder);
  const usedIn = new Map<string, Set<string>>();
  for (const source of sources.filter(
    (name) => name.endsWith('.json') && name !== 'tsconfig.json',
  )) {
    const names = componentsIn(await readFile(join(sourceFolder, source), 'utf8'));
    const root = roots.find((candidate) => source.startsWith(`${candidate}${sep}`)) ?? '';
    for (const name of names.filter((path) => path.startsWith(`${tdesign}/`))) {
      const entry = name.slice(tdesign.length + 1);
      usedIn.set(entry, new Set([...(usedIn.get(entry) ?? []), root]));
    }
  }

  const written: number[] = [];
  const inMain = entriesFor(usedIn, '');
  const main = collectFiles(packageFolder, inMain);
  written.push(...(await copyNpm(packageFolder, join(outFolder, 'miniprogram_npm'), main)));
  for (const root of roots) {
    const own = collectFiles(packageFolder, entriesFor(usedIn, root));
    const target = join(outFolder, root, 'miniprogram_npm');
    if (own.files.size > 0) written.push(...(await copyNpm(packageFolder, target, own)));
  }
  return written;
}

function entriesFor(usedIn: Map<string, Set<string>>, root: string): string[] {
  return [...usedIn]
    .filter(([, users]) => {
      const home = users.size === 1 ? [...users][0] : '';
      return (users.has('') ? '' : home) === root;
    })
    .map(([entry]) => entry);
}

async function copyNpm(
  packageFolder: string,
  target: string,
  { files, packages }: { files: Set<string>; packages: Set<string> },
): Promise<number[]> {
  const written: number[] = [];
  for (const file of files) {
    const from = join(packageFolder, file);
    const to = join(target, tdesign, file);
    await mkdir(dirname(to), { recursive: true });
    // The icon font is on a remote server, and none of its 2 000 glyph rules is used.
    if (file === join('icon', 'icon.wxss')) {
      written.push(await write(to, withoutGlyphs(await readFile(from, 'utf8'))));
      continue;
    }
    await cp(from, to);
    written.push((await readFile(to)).byteLength);
  }
  for (const name of packages) {
    const from = join(packageFolder, 'miniprogram_npm', name);
    if (existsSync(from)) await cp(from, join(target, name), { recursive: true });
  }
  return written;
}

function withoutGlyphs(css: string): string {
  return css
    .replace(/@font-face\s*\{[^}]*\}/g, '')
    .replace(/\.t-icon-[\w-]+:before\s*\{[^}]*\}/g, '');
}

async function subpackageRoots(sourceFolder: string): Promise<string[]> {
  const app = JSON.parse(await readFile(join(sourceFolder, 'app.json'), 'utf8')) as AppConfig;
  return (app.subPackages ?? app.subpackages ?? []).map(({ root }) => root.replace(/\/$/, ''));
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

async function write(path: string, content: string | Buffer): Promise<number> {
  await writeFile(path, content);
  return Buffer.byteLength(content);
}
