import { cp, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { sdkPlugins } from './sdk-plugins';

export type BuiltFunction = { name: string; bytes: number };

/** Names of the deployable functions: every folder of `cloudfunctions/` with an entry. */
export async function listFunctions(sourceFolder: string): Promise<string[]> {
  const entries = await readdir(sourceFolder, { withFileTypes: true });
  return entries
    .filter(
      (entry) => entry.isDirectory() && existsSync(join(sourceFolder, entry.name, 'index.ts')),
    )
    .map((entry) => entry.name)
    .sort();
}

/**
 * Bundles every function with all it needs, wx-server-sdk included, into `<outFolder>/<name>/`:
 * `index.js`, `config.json` and a `package.json` without dependencies, so nothing is installed in the cloud.
 */
export async function buildFunctions(
  sourceFolder: string,
  outFolder: string,
): Promise<BuiltFunction[]> {
  const names = await listFunctions(sourceFolder);
  await removeOthers(outFolder, names);
  return Promise.all(
    names.map((name) => buildFunction(join(sourceFolder, name), join(outFolder, name), name)),
  );
}

async function buildFunction(source: string, out: string, name: string): Promise<BuiltFunction> {
  await mkdir(out, { recursive: true });
  await esbuild.build({
    entryPoints: [join(source, 'index.ts')],
    outfile: join(out, 'index.js'),
    bundle: true,
    platform: 'node',
    // The oldest runtime the cloud still offers is Node 16.13.
    target: 'node16.13',
    format: 'cjs',
    minify: true,
    keepNames: false,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'warning',
    plugins: sdkPlugins,
  });
  await cp(join(source, 'config.json'), join(out, 'config.json'));
  const manifest = { name, version: '1.0.0', private: true, main: 'index.js' };
  await writeFile(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const { size } = await stat(join(out, 'index.js'));
  return { name, bytes: size };
}

async function removeOthers(outFolder: string, names: string[]): Promise<void> {
  if (!existsSync(outFolder)) return;
  const stale = (await readdir(outFolder)).filter((name) => !names.includes(name));
  await Promise.all(stale.map((name) => rm(join(outFolder, name), { recursive: true })));
}
