import { transformSync } from 'esbuild';
import { parse } from 'acorn';
import { join } from 'node:path';
import type { AppConfig } from './app-config';
import { BuildError, lineOf, type Warn } from './error';
import { checkUnitSettings } from './settings';
import type { Sources } from './sources';
import { isNode, stringValue, visit } from './syntax-tree';

export type StyleIsolation = 'isolated' | 'apply-shared' | 'shared';

/** A page or a component: four files with one name. */
export type Unit = {
  id: string;
  isPage: boolean;
  /** Absolute path without suffix. */
  base: string;
  script: string;
  /** Whether it belongs to this project and not to an npm package. */
  isOwn: boolean;
  /** The JSON file, with `usingComponents` as absolute ids. */
  config: Record<string, unknown> & { usingComponents: Record<string, string> };
  styleIsolation: StyleIsolation;
};

/** The pages and the components that they use, each component before those that use it. */
export function collectUnits(sources: Sources, app: AppConfig, warn: Warn): Unit[] {
  const units = new Map<string, Unit>();
  const started = new Set<string>();

  function collect(base: string, isPage: boolean): string {
    const id = sources.id(base);
    if (started.has(id)) return id;
    started.add(id);
    const unit = readUnit(sources, app, base, isPage);
    const file = `${base}.json`;
    if (unit.isOwn && sources.readIfThere(file) !== undefined)
      checkUnitSettings(sources, file, sources.readJson(file), warn);
    for (const [tag, request] of Object.entries(unit.config.usingComponents)) {
      const target = sources.component(
        request,
        request === app.usingComponents[tag] ? join(sources.packageRoot, 'app') : base,
      );
      if (target === undefined) {
        const line = lineOf(sources.readIfThere(file) ?? '', `"${tag}"`);
        throw new BuildError(
          sources.label(file),
          `usingComponents: no component "${request}" for <${tag}>`,
          line,
        );
      }
      unit.config.usingComponents[tag] = `/${collect(target, false)}`;
    }
    units.set(id, unit);
    return id;
  }

  for (const page of app.pages) collect(join(sources.packageRoot, page), true);
  return [...units.values()];
}

function readUnit(sources: Sources, app: AppConfig, base: string, isPage: boolean): Unit {
  const script = sources.script(base);
  if (script === undefined) throw new BuildError(sources.label(`${base}.ts`), 'file not found');
  const json =
    sources.readIfThere(`${base}.json`) === undefined ? {} : sources.readJson(`${base}.json`);
  const isOwn = base.startsWith(sources.packageRoot);
  const usingComponents = {
    ...(isOwn ? app.usingComponents : {}),
    ...((json.usingComponents ?? {}) as Record<string, string>),
  };
  const config = { ...json, usingComponents };
  const styleIsolation = isPage ? 'shared' : readStyleIsolation(sources, script, json);
  return { id: sources.id(base), isPage, base, script, isOwn, config, styleIsolation };
}

/** Style isolation is declared in the JSON file or in the script's `options`; the runtime reads only the JSON file. */
function readStyleIsolation(
  sources: Sources,
  script: string,
  json: Record<string, unknown>,
): StyleIsolation {
  const source = sources.read(script);
  const declared: { isolation?: string; globalClass: boolean } = { globalClass: false };
  if (/styleIsolation|addGlobalClass/.test(source)) {
    visit(parseScript(sources.label(script), source), (node) => {
      const key = isNode(node.key) ? (node.key.name ?? node.key.value) : undefined;
      if (node.type !== 'Property') return;
      if (key === 'styleIsolation') declared.isolation ??= stringValue(node.value);
      if (key === 'addGlobalClass')
        declared.globalClass ||= isNode(node.value) && node.value.value === true;
    });
  }
  const isolation = json.styleIsolation ?? declared.isolation;
  if (isolation === 'apply-shared' || isolation === 'shared' || isolation === 'isolated')
    return isolation;
  return declared.globalClass || json.addGlobalClass === true ? 'apply-shared' : 'isolated';
}

function parseScript(label: string, source: string): unknown {
  try {
    const { code } = transformSync(source, { loader: 'ts', target: 'es2022', sourcefile: label });
    return parse(code, { ecmaVersion: 2022, sourceType: 'module' });
  } catch {
    // The bundler reports the syntax error with its location.
    return [];
  }
}
