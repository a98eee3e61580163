import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../message-of';
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
  /** The function as it is on disk now; null when none has that name. */
  find(name: string): FunctionDefinition | null;
};

type Entry = { generation: string; definition: FunctionDefinition | null };

/**
 * Every folder with an `index.js` is a function; without a `config.json` it gets the defaults, as when WeChat deploys
 * it. Every look-up notices changes on disk. An unreadable configuration is logged, and the last good one stays in use.
 */
export function createCatalogue(folder: string): Catalogue {
  const known = new Map<string, Entry>();

  function find(name: string): FunctionDefinition | null {
    if (!/^[\w-]+$/.test(name)) return null;
    const entry = join(folder, name, 'index.js');
    const configPath = join(folder, name, 'config.json');
    const bundle = stampOf(entry);
    if (bundle === null) {
      known.delete(name);
      return null;
    }
    const generation = `${bundle}/${stampOf(configPath) ?? 'defaults'}`;
    const before = known.get(name);
    if (before?.generation === generation) return before.definition;
    const config = readConfig(configPath);
    const definition =
      config === null ? (before?.definition ?? null) : { name, entry, generation, config };
    known.set(name, { generation, definition });
    return definition;
  }

  return {
    find,
    names: () => foldersOf(folder).filter((name) => find(name) !== null),
  };
}

function readConfig(path: string): FunctionConfig | null {
  try {
    return readFunctionConfig(path);
  } catch (error) {
    console.error(messageOf(error));
    return null;
  }
}

/** A text that changes with the file; null when there is none. */
function stampOf(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? null : `${found.mtimeMs}-${found.size}`;
}

function foldersOf(folder: string): string[] {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
