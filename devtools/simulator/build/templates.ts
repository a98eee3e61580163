import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TmplGroup } from 'glass-easel-template-compiler';
import { BuildError } from './error';
import type { Sources } from './sources';
import { builtInTags, templateTags } from './tags';
import type { Unit } from './units';
import { scanWxml } from './wxml';
import { transformWxs } from './wxs';

type Complaint = {
  isError: boolean;
  code: number;
  message: string;
  startLine: number;
  startColumn: number;
};

/** "missing end tag" is a warning of the compiler; DevTools refuses such a template. */
const missingEndTag = 65543;

/** Compiles the templates of all units into one JavaScript expression: id of the template -> its code. */
export function compileTemplates(
  sources: Sources,
  units: Unit[],
  warn: (message: string) => void,
): string {
  const group = new TmplGroup();
  try {
    const added = new Set<string>();
    for (const unit of units) {
      add(unit.base, unit.isOwn);
      checkTags(sources, unit);
    }
    return hookWxs(group.getTmplGenObjectGroups());

    function add(base: string, isOwn: boolean): void {
      const id = sources.id(base);
      if (added.has(id)) return;
      added.add(id);
      const file = `${base}.wxml`;
      report(file, isOwn, group.addTmpl(id, scanWxml(sources.read(file)).source) as Complaint[]);
      for (const name of group.getInlineScriptModuleNames(id) as string[]) {
        group.setInlineScript(
          id,
          name,
          transformWxs(sources.label(file), group.getInlineScript(id, name)),
        );
      }
      for (const path of group.getScriptDependencies(id) as string[])
        addScript(locate(path, base), path);
      for (const path of group.getDirectDependencies(id) as string[])
        add(locate(path, base), isOwn);
    }

    function addScript(base: string, id: string): void {
      if (added.has(`${id}.wxs`)) return;
      added.add(`${id}.wxs`);
      const file = `${base}.wxs`;
      const source = sources.read(file);
      for (const [, request = ''] of source.matchAll(
        /require\(\s*["']([^"']+?)(?:\.wxs)?["']\s*\)/g,
      )) {
        const target = join(dirname(base), request);
        addScript(target, sources.id(target));
      }
      group.addScript(id, transformWxs(sources.label(file), source));
    }
  } finally {
    group.free();
  }

  /** The compiler names a dependency by its id; npm packages lie elsewhere on the disk. */
  function locate(id: string, importer: string): string {
    const npm = /^miniprogram_npm\/([^/]+)\/(.*)$/.exec(id);
    if (npm === null) return join(sources.packageRoot, id);
    const home = importer.slice(
      0,
      importer.lastIndexOf('/miniprogram_dist/') + '/miniprogram_dist'.length,
    );
    const [, , rest = ''] = npm;
    return existsSync(home)
      ? join(home, rest)
      : join(sources.projectRoot, 'node_modules', npm[1] ?? '', rest);
  }

  function report(file: string, isOwn: boolean, complaints: Complaint[]): void {
    const label = sources.label(file);
    for (const { isError, code, message, startLine, startColumn } of complaints) {
      const place = [startLine + 1, startColumn + 1] as const;
      if (isError || (code === missingEndTag && isOwn))
        throw new BuildError(label, `WXML: ${message}`, ...place);
      if (isOwn) warn(new BuildError(label, `WXML: ${message}`, ...place).message);
    }
  }
}

/** A tag that nobody defines would silently be an empty box on a phone. */
function checkTags(sources: Sources, unit: Unit): void {
  const generics = Object.keys(unit.config.componentGenerics ?? {});
  const known = new Set([
    ...builtInTags,
    ...templateTags,
    ...generics,
    ...Object.keys(unit.config.usingComponents),
  ]);
  const file = `${unit.base}.wxml`;
  for (const { name, line, column } of scanWxml(sources.read(file)).tags) {
    if (known.has(name)) continue;
    const advice = name.includes('-') ? 'add it to usingComponents, or' : 'if WeChat has it,';
    throw new BuildError(
      sources.label(file),
      `unknown component <${name}>: ${advice} build it in devtools/simulator/runtime/components`,
      line,
      column,
    );
  }
}

/** How the compiler ends a WXS module. */
const moduleEnd = 'return module.exports;';

/**
 * The compiler leaves room for filters around WXS functions that handle events or property changes.
 * These strings are stable in 0.12.1; a test watches them.
 */
function hookWxs(code: string): string {
  const hooks: [string, string][] = [
    ['var Q={', 'var Q={C:__wxs.handleEvent,'],
    // Written only when a template has a WXS module.
    ...(code.includes(moduleEnd)
      ? ([['A:function(a){return a}', 'A:__wxs.deferChange']] satisfies [string, string][])
      : []),
  ];
  for (const [from, to] of hooks) {
    if (!code.includes(from))
      throw new Error(`the template compiler changed: "${from}" is missing in its output`);
    code = code.replace(from, to);
  }
  return code.replaceAll(moduleEnd, 'return __wxs.mark(module.exports);');
}
