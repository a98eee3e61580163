import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { buildApp } from '../build/build-app';
import { BuildError } from '../build/error';

export type Builds = {
  /** The content of `/simulator/<name>`; undefined for an unknown name. */
  get(name: string): Promise<string | undefined>;
  /** Call when the app's sources have changed; the next request rebuilds them. */
  invalidate(): void;
};

type Bundle = { script: string; style: string };

const browserParts = {
  runtime: 'runtime/main.ts',
  shell: 'shell/main.ts',
  console: 'console/main.ts',
};

/** Builds on demand and caches the result. */
export function createBuilds(
  projectRoot: string,
  packageRoot: string,
  report: (message: string) => void,
): Builds {
  const parts = new Map<string, Promise<Bundle>>();
  let app: Promise<Bundle> | undefined;

  function part(name: keyof typeof browserParts): Promise<Bundle> {
    const known =
      parts.get(name) ?? bundlePart(join(projectRoot, 'devtools/simulator', browserParts[name]));
    parts.set(name, known);
    return known;
  }

  return {
    async get(file) {
      const [, name = '', kind] = /^(\w+)\.(js|css)$/.exec(file) ?? [];
      if (name === 'app') app ??= bundleApp(projectRoot, packageRoot, report);
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
  projectRoot: string,
  packageRoot: string,
  report: (message: string) => void,
): Promise<Bundle> {
  try {
    const { script, style, warnings } = await buildApp(projectRoot, packageRoot);
    for (const warning of warnings) report(`[simulator] ${warning}`);
    return { script: `__simulator.warn(${JSON.stringify(warnings)});\n${script}`, style };
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

async function bundlePart(entry: string): Promise<Bundle> {
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
  return { script: text('.js'), style: text('.css') };
}
