import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'esbuild';
import { buildFunctions } from '../../scripts/build/functions';
import type { Edit } from './mutants/mutant';
import { quickSdk } from './stage-sdk';

const root = join(__dirname, '../..');

export type StageFiles = {
  functionsFolder: string;
  /** The folder of an admin's tools, packed as functions. */
  toolsFolder: string;
  templatesFolder: string;
};

/** Builds the functions (or `only` some) and copies the templates into `folder`, with the edits applied. */
export async function buildStage(
  folder: string,
  edits: readonly Edit[] = [],
  only?: readonly string[],
): Promise<StageFiles> {
  const stage = {
    functionsFolder: join(folder, 'cloudfunctions'),
    toolsFolder: join(folder, 'tools'),
    templatesFolder: join(folder, 'database-templates'),
  };
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, 'database-templates'), stage.templatesFolder, { recursive: true });
  for (const { file, find, replace } of edits) {
    if (!file.startsWith('database-templates/')) continue;
    const source = readFileSync(join(root, file), 'utf8');
    writeFileSync(join(folder, file), replaced(source, { file, find, replace }));
  }
  const unused = new Set(edits.filter(({ file }) => file.endsWith('.ts')));
  const plugins = [quickSdk, ...(unused.size === 0 ? [] : [mutation(edits, unused)])];
  await buildFunctions(join(root, 'cloudfunctions'), stage.functionsFolder, plugins, only);
  await buildFunctions(join(__dirname, 'tools'), stage.toolsFolder, [quickSdk]);
  if (unused.size > 0)
    throw new Error(`No bundle holds ${[...unused].map(({ file }) => file).join()}.`);
  return stage;
}

function mutation(edits: readonly Edit[], unused: Set<Edit>): Plugin {
  return {
    name: 'mutation',
    setup(build) {
      build.onLoad({ filter: /cloudfunctions[\\/].*\.ts$/ }, ({ path }) => {
        const file = relative(root, path).split(sep).join('/');
        const own = edits.filter((edit) => edit.file === file);
        if (own.length === 0) return undefined;
        for (const edit of own) unused.delete(edit);
        return { contents: own.reduce(replaced, readFileSync(path, 'utf8')), loader: 'ts' };
      });
    },
  };
}

/** A `find` text that is missing or not unique is an error: the mutant would be meaningless. */
function replaced(source: string, { file, find, replace }: Edit): string {
  const parts = source.split(find);
  if (parts.length !== 2) {
    throw new Error(`${file} holds ${parts.length - 1} times, not once: ${find}`);
  }
  return parts.join(replace);
}
