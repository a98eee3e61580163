import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

/** What each file imports, types included; paths are relative to the root. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** Reads relative imports and exports of all TypeScript files below `folders`. */
export function readImportGraph(root: string, folders: readonly string[]): ImportGraph {
  const files = folders
    .map((folder) => join(root, folder))
    .filter(existsSync)
    .flatMap(filesOf);
  return new Map(
    files.map((file) => [
      relative(root, file),
      importsOf(file).map((target) => relative(root, target)),
    ]),
  );
}

/** Import cycles, each as a sorted list of files (Tarjan's strongly connected components). */
export function findCircles(graph: ImportGraph): string[][] {
  const circles: string[][] = [];
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];

  function visit(file: string): number {
    const index = order.size;
    order.set(file, index);
    low.set(file, index);
    stack.push(file);
    for (const target of graph.get(file) ?? []) {
      if (!order.has(target)) low.set(file, Math.min(lowOf(file), visit(target)));
      else if (stack.includes(target)) low.set(file, Math.min(lowOf(file), order.get(target) ?? 0));
    }
    if (lowOf(file) === index) {
      const members = stack.splice(stack.indexOf(file));
      const importsItself = graph.get(file)?.includes(file) === true;
      if (members.length > 1 || importsItself) circles.push(members.sort());
    }
    return lowOf(file);
  }
  const lowOf = (file: string): number => low.get(file) ?? 0;

  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return circles.sort();
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.m?ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('/node_modules/'));
}

function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => resolveImport(dirname(file), name))
    .filter((target) => target !== null);
}

function resolveImport(folder: string, name: string): string | null {
  const path = resolve(folder, name);
  const candidates = [`${path}.ts`, join(path, 'index.ts'), path];
  return candidates.find((candidate) => candidate.endsWith('.ts') && existsSync(candidate)) ?? null;
}
