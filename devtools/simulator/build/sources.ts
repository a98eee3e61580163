import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { createAliases } from './aliases';
import { BuildError } from './error';

const scriptSuffixes = ['.ts', '.js'];

/** The sources of one mini-program, npm packages included. */
export type Sources = {
  projectRoot: string;
  packageRoot: string;
  /** The files that a build read. */
  filesRead: Set<string>;
  label(file: string): string;
  read(file: string): string;
  readIfThere(file: string): string | undefined;
  readJson(file: string): Record<string, unknown>;
  /** The script of a page or component, given its path without suffix. */
  script(base: string): string | undefined;
  /** Resolves a script's import that starts with `/` or an alias, or names a package built for mini-programs. */
  module(request: string): string | undefined;
  /** The absolute path, without suffix, of the component that a `usingComponents` entry names. */
  component(request: string, ownerBase: string): string | undefined;
  /** The id under which the runtime knows a page or component: its path in the package. */
  id(base: string): string;
};

export function createSources(projectRoot: string, packageRoot: string): Sources {
  const filesRead = new Set<string>();
  const modules = join(projectRoot, 'node_modules');
  const label = (file: string): string => relative(projectRoot, file);

  function read(file: string): string {
    filesRead.add(file);
    try {
      return readFileSync(file, 'utf8');
    } catch {
      throw new BuildError(label(file), 'file not found');
    }
  }

  function script(base: string): string | undefined {
    return scriptSuffixes.map((suffix) => base + suffix).find((file) => existsSync(file));
  }

  const appConfig = join(packageRoot, 'app.json');
  const resolveAlias = createAliases(
    label(appConfig),
    parseJson(label(appConfig), read(appConfig)).resolveAlias,
  );

  return {
    projectRoot,
    packageRoot,
    filesRead,
    label,
    read,
    script,
    readIfThere: (file) => (existsSync(file) ? read(file) : undefined),
    readJson: (file) => parseJson(label(file), read(file)),
    module(request) {
      const path = resolveAlias(request);
      const base = path.startsWith('/') ? join(packageRoot, path) : npmPath(modules, path);
      // Leave all other packages to esbuild.
      if (!path.startsWith('/') && !base.includes('/miniprogram_dist')) return undefined;
      return [
        base,
        ...scriptSuffixes.map((suffix) => base + suffix),
        ...scriptSuffixes.map((suffix) => join(base, `index${suffix}`)),
      ].find((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
    },
    component(request, ownerBase) {
      const path = resolveAlias(request);
      const candidates = path.startsWith('/')
        ? [join(packageRoot, path)]
        : [join(dirname(ownerBase), path), npmPath(modules, path)];
      return candidates
        .flatMap((base) => [base, join(base, 'index')])
        .find((base) => script(base) !== undefined && existsSync(`${base}.json`));
    },
    id(base) {
      if (!base.startsWith(modules)) return posix.normalize(relative(packageRoot, base));
      const [name = '', ...rest] = relative(modules, base).split('/miniprogram_dist/');
      return posix.join('miniprogram_npm', name, ...rest);
    },
  };
}

/** npm packages for mini-programs keep their files in `miniprogram_dist`. */
function npmPath(modules: string, request: string): string {
  const parts = request.replace(/^miniprogram_npm\//, '').split('/');
  const name = parts.splice(0, request.startsWith('@') ? 2 : 1).join('/');
  const built = join(modules, name, 'miniprogram_dist');
  return join(existsSync(built) ? built : join(modules, name), ...parts);
}

function parseJson(label: string, text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1];
    const line =
      position === undefined ? undefined : text.slice(0, Number(position)).split('\n').length;
    throw new BuildError(label, error instanceof Error ? error.message : String(error), line);
  }
}
