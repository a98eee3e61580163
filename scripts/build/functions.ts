import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { embeddedWasm } from './embedded-wasm';
import { sdkPlugins } from './sdk-plugins';

export type BuiltFunction = { name: string; bytes: number };

/** As long as the id that replaces it, so that source maps stay correct. */
const buildIdPlaceholder = '%the-build-id--%';

/** Names of the deployable functions: every folder of `cloudfunctions/` with an entry file. */
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
 * Bundles every function with all its dependencies, including wx-server-sdk, into `<outFolder>/<name>/`: `index.js`,
 * `config.json` and a `package.json` without dependencies, so that nothing is installed in the cloud. `plugins` are
 * added to the usual ones; the fault suite removes guards with them. `only` limits the build to these functions.
 */
export async function buildFunctions(
  sourceFolder: string,
  outFolder: string,
  plugins: esbuild.Plugin[] = [],
  only?: readonly string[],
): Promise<BuiltFunction[]> {
  const all = await listFunctions(sourceFolder);
  const names = all.filter((name) => only?.includes(name) ?? true);
  await removeOthers(outFolder, names);
  return Promise.all(
    names.map((name) =>
      buildFunction(join(sourceFolder, name), join(outFolder, name), name, plugins),
    ),
  );
}

async function buildFunction(
  source: string,
  out: string,
  name: string,
  plugins: esbuild.Plugin[],
): Promise<BuiltFunction> {
  await mkdir(out, { recursive: true });
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(source, 'index.ts')],
    outfile: join(out, 'index.js'),
    write: false,
    bundle: true,
    platform: 'node',
    // The oldest runtime the cloud still offers is Node 16.13.
    target: 'node16.13',
    format: 'cjs',
    minify: true,
    legalComments: 'none',
    // A cold start compiles a file of single-byte characters faster.
    charset: 'ascii',
    logLevel: 'warning',
    define: { __BUILD_ID__: JSON.stringify(buildIdPlaceholder) },
    plugins: [...sdkPlugins, embeddedWasm, ...plugins],
  });
  const [bundle] = outputFiles;
  if (bundle === undefined) throw new Error(`The bundle of ${name} is empty.`);
  const build = hashOf(bundle.text);
  const code = bundle.text.replaceAll(buildIdPlaceholder, build);
  const manifest = { name, version: '1.0.0', private: true, main: 'index.js', build };
  await replace(join(out, 'config.json'), await readFile(join(source, 'config.json')));
  await replace(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await replace(join(out, 'index.js'), code);
  return { name, bytes: Buffer.byteLength(code) };
}

/** The build id is the hash of the code, so that equal code has the same id on every machine. */
function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('hex').slice(0, buildIdPlaceholder.length);
}

/** Replaces the file atomically, so that neither a reader nor a concurrent build sees a partial file. */
async function replace(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.${process.pid}.draft`;
  await writeFile(draft, content);
  await rename(draft, path);
}

async function removeOthers(outFolder: string, names: string[]): Promise<void> {
  if (!existsSync(outFolder)) return;
  const stale = (await readdir(outFolder)).filter((name) => !names.includes(name));
  await Promise.all(
    stale.map((name) => rm(join(outFolder, name), { recursive: true, force: true })),
  );
}
