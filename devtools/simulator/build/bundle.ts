import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as esbuild from 'esbuild';
import { BuildError, lineOf, type Warn } from './error';
import type { AppDefinition, UnitDefinition } from '../definition';
import type { Sources } from './sources';
import type { Unit } from './units';

/** What the runtime must know before any script of the app runs. */
export type Definition = {
  app: AppDefinition;
  units: UnitDefinition[];
};

const definitionModule = 'simulator:definition';
const templatesModule = 'simulator:templates';
/** esbuild's name for a module that mixes CommonJS and ESM, whose exports would be lost silently. */
const mixedModules = 'commonjs-variable-in-esm';

/** Bundles app.ts and all components and pages, preceded by the templates and the definition. */
export async function bundleScripts(
  sources: Sources,
  units: Unit[],
  definition: Definition,
  templates: string,
  warn: Warn,
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
      scripts(sources, units),
      packages(sources),
    ],
  });
  for (const message of result.warnings) {
    const file = message.location?.file ?? 'bundle';
    if (isPackage(file)) continue;
    const place = placeOf(message);
    if (message.id === mixedModules)
      throw new BuildError(
        place.file,
        'mixes import or export with module.exports: use one of them',
        place.line,
      );
    warn(place.file, message.text, place.line, place.column);
  }
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
    const { file, line, column } = placeOf(first);
    throw new BuildError(file, first.text, line, column);
  }
}

function placeOf({ location }: esbuild.Message): {
  file: string;
  line: number | undefined;
  column: number | undefined;
} {
  return {
    file: location?.file ?? 'bundle',
    line: location?.line,
    column: location === null ? undefined : location.column + 1,
  };
}

function isPackage(file: string): boolean {
  return file.includes('node_modules/');
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
 * `Component()` does not say which component it defines, so the body of each main file is wrapped in `enter` and
 * `leave`. That is enough, because imports are evaluated before a module's own body.
 */
function scripts(sources: Sources, units: Unit[]): esbuild.Plugin {
  // The bundler names files by their real paths, even when `node_modules` is a link.
  const byScript = new Map(units.map((unit) => [realpathSync(unit.script), unit]));
  return {
    name: 'scripts',
    setup(build) {
      build.onLoad({ filter: /\.[jt]s$/ }, ({ path }) => {
        const unit = byScript.get(path);
        if (unit === undefined && isPackage(path)) return undefined;
        const id = JSON.stringify(unit?.id);
        const source = bundleAsyncModules(sources.label(path), sources.read(path));
        return {
          contents:
            unit === undefined
              ? source
              : `__simulator.enter(${id});${source}\n;__simulator.leave(${id});`,
          loader: path.endsWith('.ts') ? 'ts' : 'js',
          resolveDir: dirname(path),
        };
      });
    },
  };
}

/** Rewrites `require.async('path')` to a promise of a module in the same bundle. */
function bundleAsyncModules(file: string, source: string): string {
  const bundled = source.replace(
    /\brequire\.async\(\s*(["'])([^"'\n]+)\1\s*\)/g,
    (_, quote: string, path: string) =>
      `Promise.resolve().then(() => require(${quote}${path}${quote}))`,
  );
  const rest = /\brequire\.async\b/.exec(bundled)?.[0];
  if (rest !== undefined)
    throw new BuildError(
      file,
      'require.async is built in the simulator only for a path written as text',
      lineOf(bundled, rest),
    );
  return bundled;
}

/**
 * Resolves `tdesign-miniprogram/toast/index` to a file in the package's `miniprogram_dist`; the packages it depends on
 * are in `miniprogram_dist/miniprogram_npm`.
 */
function packages(sources: Sources): esbuild.Plugin {
  return {
    name: 'packages',
    setup(build) {
      build.onResolve({ filter: /^[^.]/ }, ({ path, importer, kind }) => {
        if (kind === 'entry-point' || !/\.[jt]s$/.test(importer)) return undefined;
        const home = /^.*\/miniprogram_dist\//.exec(importer)?.[0];
        const file =
          home === undefined
            ? sources.module(path)
            : join(home, 'miniprogram_npm', path, 'index.js');
        return file !== undefined && existsSync(file) ? { path: realpathSync(file) } : undefined;
      });
    },
  };
}
