import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TmplGroup } from 'glass-easel-template-compiler';
import { checkAttributes, checkTags, namesPassedOn } from './attributes';
import { BuildError, type Warn } from './error';
import type { Sources } from './sources';
import type { Unit } from './units';
import { scanWxml, type WxmlTag } from './wxml';
import { transformWxs } from './wxs';

type Complaint = {
  isError: boolean;
  code: number;
  message: string;
  startLine: number;
  startColumn: number;
};

/** For the compiler "missing end tag" is only a warning, but DevTools refuses such a template. */
const missingEndTag = 65543;

export type Templates = {
  /** A JavaScript expression for an object from template id to compiled code. */
  code: string;
  /** For each unit, the names of its data that its template passes to components. */
  passedOn: Map<string, string[]>;
};

type Template = { file: string; tags: WxmlTag[]; dependencies: string[] };

/** Compiles the templates of all units, and those that they import or include. */
export function compileTemplates(sources: Sources, units: Unit[], warn: Warn): Templates {
  const group = new TmplGroup();
  try {
    const templates = new Map<string, Template>();
    const scripts = new Set<string>();
    const passedOn = new Map<string, string[]>();
    for (const unit of units) {
      const reached = reach(unit.base, unit.isOwn);
      for (const { file, tags } of reached) checkTags(sources.label(file), tags, unit);
      passedOn.set(unit.id, namesPassedOn(reached.flatMap(({ tags }) => tags)));
    }
    return { code: hookWxs(group.getTmplGenObjectGroups()), passedOn };

    /** A template with everything that it imports or includes. */
    function reach(base: string, isOwn: boolean, before: string[] = []): Template[] {
      const template = add(base, isOwn);
      const bases = [...before, base];
      return [
        template,
        ...template.dependencies
          .filter((one) => !bases.includes(one))
          .flatMap((one) => reach(one, isOwn, bases)),
      ];
    }

    function add(base: string, isOwn: boolean): Template {
      const known = templates.get(base);
      if (known !== undefined) return known;
      const id = sources.id(base);
      const file = `${base}.wxml`;
      const { source, tags } = scanWxml(sources.read(file));
      report(file, isOwn, group.addTmpl(id, source) as Complaint[]);
      if (isOwn) checkAttributes(sources.label(file), tags, warn);
      for (const name of group.getInlineScriptModuleNames(id) as string[]) {
        group.setInlineScript(
          id,
          name,
          transformWxs(sources.label(file), group.getInlineScript(id, name)),
        );
      }
      for (const path of group.getScriptDependencies(id) as string[])
        addScript(locate(path, base), path);
      const dependencies = (group.getDirectDependencies(id) as string[]).map((path) =>
        locate(path, base),
      );
      const template = { file, tags, dependencies };
      templates.set(base, template);
      return template;
    }

    function addScript(base: string, id: string): void {
      if (scripts.has(id)) return;
      scripts.add(id);
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

  /** Finds the file of a dependency, which the compiler names by id; npm packages are elsewhere on disk. */
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
      if (isOwn) warn(label, `WXML: ${message}`, ...place);
    }
  }
}

/** The compiler ends every WXS module with this. */
const moduleEnd = 'return module.exports;';

/**
 * The compiler's output has placeholders for filters around WXS functions that handle events or property changes; fill
 * them. The strings are stable in 0.12.1, and a test watches them.
 */
function hookWxs(code: string): string {
  const hooks: [string, string][] = [
    ['var Q={', 'var Q={C:__wxs.handleEvent,'],
    // Present only when a template has a WXS module.
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
