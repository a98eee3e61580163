import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readFunctionConfig } from './config';
import type { FunctionConfig } from './config';

export type FunctionDefinition = {
  name: string;
  entry: string;
  config: FunctionConfig;
  /** Changes whenever the bundle or its configuration does. */
  generation: string;
};

export type Catalogue = {
  names(): string[];
  /** The function as it stands on disk now; null when there is none of that name. */
  find(name: string): FunctionDefinition | null;
};

/** Every folder with `index.js` and `config.json` is a function; changes on disk count at the next look. */
export function createCatalogue(folder: string): Catalogue {
  const known = new Map<string, FunctionDefinition>();

  function find(name: string): FunctionDefinition | null {
    if (!/^[\w-]+$/.test(name)) return null;
    const entry = join(folder, name, 'index.js');
    const configPath = join(folder, name, 'config.json');
    const generation = `${stampOf(entry)}/${stampOf(configPath)}`;
    if (generation.includes('absent')) {
      known.delete(name);
      return null;
    }
    const before = known.get(name);
    if (before?.generation === generation) return before;
    const definition = { name, entry, generation, config: readFunctionConfig(configPath) };
    known.set(name, definition);
    return definition;
  }

  return {
    find,
    names: () => foldersOf(folder).filter((name) => find(name) !== null),
  };
}

function stampOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? 'absent' : `${found.mtimeMs}-${found.size}`;
}

function foldersOf(folder: string): string[] {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
