import { join } from 'node:path';
import { readAppConfig } from './app-config';
import { bundleScripts, type Definition } from './bundle';
import { placed, type Warn } from './error';
import { createSources, type Sources } from './sources';
import { compileTemplates } from './templates';
import { collectUnits, type Unit } from './units';
import { compileWxss, resolveStyle, type StyleContext, type StyleTarget } from './wxss';

export type AppBuild = {
  script: string;
  style: string;
  warnings: string[];
  /** Every file that the build read. */
  files: string[];
};

/** Builds a mini-program for the runtime in the browser. Throws a `BuildError` that names file and line. */
export async function buildApp(projectRoot: string, packageRoot: string): Promise<AppBuild> {
  const warnings: string[] = [];
  const warn: Warn = (...place) => void warnings.push(placed(...place));
  const sources = createSources(projectRoot, packageRoot);
  const app = readAppConfig(sources, warn);
  const units = collectUnits(sources, app, warn);
  const scopes = new Map(units.map((unit, index) => [unit.id, scopeOf(unit, index)]));
  const templates = compileTemplates(sources, units, warn);
  const style = compileStyles(sources, units, scopes, warn);
  const definition: Definition = {
    app,
    units: units.map(({ id, isPage, isOwn, config, styleIsolation }) => ({
      id,
      isPage,
      isOwn,
      scope: scopes.get(id) ?? '',
      config: { ...config, component: !isPage, styleIsolation },
      passedOn: templates.passedOn.get(id) ?? [],
    })),
  };
  const script = await bundleScripts(sources, units, definition, templates.code, warn);
  return { script, style, warnings, files: [...sources.filesRead] };
}

/** The prefix of the classes of a component; empty when it shares the style of the app. */
function scopeOf({ id, styleIsolation }: Unit, index: number): string {
  if (styleIsolation === 'shared') return '';
  const name =
    id
      .split('/')
      .filter((part) => part !== 'index')
      .at(-1) ?? '';
  return `${name}-${index.toString(36)}`;
}

/** Puts the app's sheet first, then components, then pages: on a phone later ones take precedence. */
function compileStyles(
  sources: Sources,
  units: Unit[],
  scopes: Map<string, string>,
  warn: Warn,
): string {
  const keyframes: StyleContext['keyframes'] = new Map();
  const compile = (base: string, target: StyleTarget, isOwn: boolean): string =>
    compileWxss(`${base}.wxss`, {
      target,
      isOwn,
      keyframes,
      resolve: (request, importer) => resolveStyle(sources.packageRoot, request, importer),
      label: (file) => sources.label(file),
      warn,
      read: (file) => void sources.filesRead.add(file),
    });
  const targetOf = (unit: Unit): StyleTarget => {
    if (unit.isPage) return { kind: 'page', route: unit.id };
    const scope = scopes.get(unit.id) ?? '';
    return scope === '' ? { kind: 'shared' } : { kind: 'scoped', scope };
  };
  const ordered = [...units.filter((unit) => !unit.isPage), ...units.filter((unit) => unit.isPage)];
  return [
    compile(join(sources.packageRoot, 'app'), { kind: 'shared' }, true),
    ...ordered.map((unit) => compile(unit.base, targetOf(unit), unit.isOwn)),
  ]
    .filter((css) => css !== '')
    .join('\n');
}
