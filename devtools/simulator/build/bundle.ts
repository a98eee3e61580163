import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as esbuild from 'esbuild';
import { BuildError } from './error';
import type { Sources } from './sources';
import type { Unit } from './units';

/** What the runtime is told before any script of the app runs. */
export type Definition = {
  app: object;
  units: { id: string; isPage: boolean; isOwn: boolean; config: object; scope: string }[];
};

const definitionModule = 'simulator:definition';
const templatesModule = 'simulator:templates';

/** Bundles app.ts, all components and pages, with the templates and the definition in front. */
export async function bundleScripts(
  sources: Sources,
  units: Unit[],
  definition: Definition,
  templates: string,
): Promise<string> {
  const appScript = sources.script(join(sources.packageRoot, 'app'));
  if (appScript === undefined)
    throw new BuildError(sources.label(join(sources.packageRoot, 'app.ts')), 'file not found');
  const entries = [appScript, ...units.map(({ script }) => script)];
  const result = await bundle({
    stdin: {
      contents:
        [definitionModule, ...entries].map((path) => `import ${JSON.stringify(path)};`).join('\n') +
        '\n__simulator.start();',
      resolveDir: sources.packageRoot,
    },
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    sourcemap: 'inline',
    sourcesContent: false,
    sourceRoot: '/sources',
    logLevel: 'silent',
    metafile: true,
    absWorkingDir: sources.projectRoot,
    plugins: [
      virtualModules({
        [definitionModule]: `import templates from '${templatesModule}';\n__simulator.define(${JSON.stringify(definition)}, templates);`,
        [templatesModule]: `export default ${templates};`,
      }),
      unitScripts(sources, units),
      packagesOfPackages(),
    ],
  });
  for (const file of Object.keys(result.metafile.inputs)) {
    if (!file.includes(':')) sources.filesRead.add(join(sources.projectRoot, file));
  }
  return result.outputFiles[0]?.text ?? '';
}

async function bundle<Options extends esbuild.BuildOptions>(
  options: esbuild.SameShape<esbuild.BuildOptions, Options>,
): Promise<esbuild.BuildResult<Options>> {
  try {
    return await esbuild.build(options);
  } catch (error) {
    const first = (error as Partial<esbuild.BuildFailure>).errors?.[0];
    if (first === undefined) throw error;
    const place = first.location;
    throw new BuildError(
      place?.file ?? 'bundle',
      first.text,
      place?.line,
      place === null ? undefined : place.column + 1,
    );
  }
}

function virtualModules(modules: Record<string, string>): esbuild.Plugin {
  return {
    name: 'virtual-modules',
    setup(build) {
      build.onResolve({ filter: /^simulator:/ }, ({ path }) => ({ path, namespace: 'simulator' }));
      build.onLoad({ filter: /.*/, namespace: 'simulator' }, ({ path }) => ({
        contents: modules[path],
        loader: 'js',
        resolveDir: '/',
      }));
    },
  };
}

/**
 * `Component()` does not say which component it defines. Imports are evaluated before a module's own body,
 * so a mark around the body of each main file is enough to know it.
 */
function unitScripts(sources: Sources, units: Unit[]): esbuild.Plugin {
  const byScript = new Map(units.map((unit) => [unit.script, unit]));
  return {
    name: 'unit-scripts',
    setup(build) {
      build.onLoad({ filter: /\.[jt]s$/ }, ({ path }) => {
        const unit = byScript.get(path);
        if (unit === undefined) return undefined;
        const id = JSON.stringify(unit.id);
        return {
          contents: `__simulator.enter(${id});${sources.read(path)}\n;__simulator.leave(${id});`,
          loader: path.endsWith('.ts') ? 'ts' : 'js',
          resolveDir: dirname(path),
        };
      });
    },
  };
}

/** Packages for mini-programs bring their own dependencies in `miniprogram_npm`. */
function packagesOfPackages(): esbuild.Plugin {
  return {
    name: 'miniprogram-npm',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path, importer }) => {
        const home = /^.*\/miniprogram_dist\//.exec(importer)?.[0];
        if (home === undefined) return undefined;
        const file = join(home, 'miniprogram_npm', path, 'index.js');
        return existsSync(file) ? { path: file } : undefined;
      });
    },
  };
}
