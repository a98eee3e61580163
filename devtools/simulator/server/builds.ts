import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { buildApp } from '../build/build-app';
import type { AppBuild } from '../build/build-app';
import { BuildError } from '../build/error';
import { keptBuild } from './kept-build';
import type { Bundle, KeptBundle } from './kept-build';

export type Builds = {
  /** The content of `/simulator/<name>`; undefined for an unknown name. */
  get(name: string): Promise<string | undefined>;
  /** Call when the app's sources have changed; the next request rebuilds them. */
  invalidate(): void;
};

const browserParts = {
  runtime: 'runtime/main.ts',
  shell: 'shell/main.ts',
  console: 'console/main.ts',
};

/** Builds on demand, keeps the result in memory, and that of the project's own sources on disk. */
export function createBuilds(
  projectRoot: string,
  packageRoot: string,
  report: (message: string) => void,
): Builds {
  const parts = new Map<string, Promise<Bundle>>();
  let app: Promise<Bundle> | undefined;

  function part(name: keyof typeof browserParts): Promise<Bundle> {
    const known = parts.get(name) ?? keep(name, () => bundlePart(entryOf(name)));
    parts.set(name, known);
    return known;
  }

  const entryOf = (name: keyof typeof browserParts) =>
    join(projectRoot, 'devtools/simulator', browserParts[name]);

  /** Parts of the browser and apps may take what the cloud shares. */
  function keep(name: string, build: () => Promise<KeptBundle>): Promise<KeptBundle> {
    const own = ['devtools/simulator', 'cloudfunctions/shared'].map((path) =>
      join(projectRoot, path),
    );
    const sources = name === 'app' ? [packageRoot, ...own] : own;
    return keptBuild(projectRoot, name, sources, build);
  }

  const buildOwnApp = async () => bundleOf(await buildApp(projectRoot, packageRoot));
  // The apps of tests come and go.
  const isOwn = packageRoot === join(projectRoot, 'miniprogram');
  const loadApp = () => (isOwn ? keep('app', buildOwnApp) : buildOwnApp());

  return {
    async get(file) {
      const [, name = '', kind] = /^(\w+)\.(js|css)$/.exec(file) ?? [];
      if (name === 'app') app ??= bundleApp(loadApp, report);
      const bundle =
        name === 'app'
          ? await app
          : name in browserParts
            ? await part(name as keyof typeof browserParts)
            : undefined;
      return kind === 'js' ? bundle?.script : bundle?.style;
    },
    invalidate() {
      app = undefined;
    },
  };
}

/** A failed build is replaced by a script that shows the error on the phone. */
async function bundleApp(
  load: () => Promise<KeptBundle>,
  report: (message: string) => void,
): Promise<Bundle> {
  try {
    const { script, style, messages } = await load();
    for (const message of messages) report(`[simulator] ${message}`);
    return { script: `__simulator.warn(${JSON.stringify(messages)});\n${script}`, style };
  } catch (error) {
    const message =
      error instanceof BuildError
        ? error.message
        : error instanceof Error
          ? (error.stack ?? error.message)
          : String(error);
    report(`[simulator] build failed: ${message}`);
    const text = JSON.stringify(`[simulator] build failed: ${message}`);
    return {
      script: `console.error(${text});document.body.append(Object.assign(document.createElement('pre'),{className:'build-error',textContent:${text}}));`,
      style: '',
    };
  }
}

function bundleOf({ script, style, warnings }: AppBuild): KeptBundle {
  return { script, style, messages: warnings };
}

async function bundlePart(entry: string): Promise<KeptBundle> {
  const { outputFiles } = await esbuild.build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    outdir: 'out',
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    sourcemap: 'inline',
    sourcesContent: false,
    loader: { '.svg': 'dataurl' },
    logLevel: 'silent',
  });
  const text = (suffix: string): string =>
    outputFiles.find(({ path }) => path.endsWith(suffix))?.text ?? '';
  return { script: text('.js'), style: text('.css'), messages: [] };
}
