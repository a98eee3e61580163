import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, relative, resolve } from 'node:path';

/** A reference from one file to another: the path as written, and the suffixes it may stand for. */
type Mention = { path: string; endings: string[] };

const componentEndings = ['.json', '.js', '.wxml', '.wxss'];

/**
 * Every file that a component package needs for the given entries: their scripts, styles and templates, and the files
 * these refer to in turn. Paths are relative to `folder`; bare npm names are returned separately.
 */
export function collectFiles(
  folder: string,
  entries: string[],
): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const queue = entries.flatMap((entry) => withEndings(join(folder, entry), componentEndings));

  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const name = relative(folder, path);
    if (files.has(name)) continue;
    files.add(name);
    for (const mention of mentionsIn(path)) {
      if (/^[^./]/.test(mention.path) && extname(path) === '.js') {
        packages.add(mention.path.split('/')[0] ?? mention.path);
      } else {
        queue.push(...withEndings(resolve(dirname(path), mention.path), mention.endings));
      }
    }
  }
  return { files, packages };
}

/** Component paths in the `usingComponents`, `componentGenerics` or placeholders of a JSON file. */
export function componentsIn(json: string): string[] {
  const { usingComponents = {} } = JSON.parse(json) as { usingComponents?: Record<string, string> };
  return Object.values(usingComponents);
}

function mentionsIn(path: string): Mention[] {
  const text = readFileSync(path, 'utf8');
  switch (extname(path)) {
    case '.js':
      return all(text, /(?:\bfrom|\bimport|\brequire\()\s*["']([^"']+)["']/g, [
        '',
        '.js',
        '/index.js',
      ]);
    case '.json':
      return componentsIn(text).map((component) => ({
        path: component,
        endings: componentEndings,
      }));
    case '.wxml':
      return all(text, /<(?:import|include|wxs)\b[^>]*?\bsrc=["']([^"']+)["']/g, ['', '.wxml']);
    case '.wxss':
      return all(text, /@import\s+["']([^"']+)["']/g, ['', '.wxss']);
    case '.wxs':
      return all(text, /\brequire\(\s*["']([^"']+)["']/g, ['']);
    default:
      return [];
  }
}

function all(text: string, pattern: RegExp, endings: string[]): Mention[] {
  return [...text.matchAll(pattern)].flatMap(([, path]) => (path ? [{ path, endings }] : []));
}

function withEndings(path: string, endings: string[]): string[] {
  return endings
    .map((ending) => `${path}${ending}`)
    .filter((candidate) => existsSync(candidate) && statSync(candidate).isFile());
}
