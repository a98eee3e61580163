import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import postcss, { type AtRule, type Container, type Root, type Rule } from 'postcss';
import selectorParser from 'postcss-selector-parser';
import { BuildError, type Warn } from './error';
import { toBrowserLengths } from '../lengths';
import { isBuiltInTag } from '../tags';

export type StyleTarget =
  /** The sheet of the app or of a component that shares its style. */
  | { kind: 'shared' }
  /** The sheet of one page, which must not affect the other pages in the document. */
  | { kind: 'page'; route: string }
  /** The sheet of a component with its own scope. */
  | { kind: 'scoped'; scope: string };

export type StyleContext = {
  target: StyleTarget;
  /** Finds the file of an `@import`. */
  resolve: (request: string, importer: string) => string | undefined;
  /** Shown in errors instead of the absolute path. */
  label: (file: string) => string;
  warn: Warn;
  /** Whether it belongs to this project, whose author can replace a remote font. */
  isOwn: boolean;
  /** The keyframes of all sheets by name. Names must be unique, because all sheets share one document. */
  keyframes: Map<string, { file: string; steps: string }>;
  /** Every file that was read, for the watcher. */
  read: (file: string) => void;
};

/** Compiles a WXSS file with its imports inlined into CSS for the single document that holds all pages. */
export function compileWxss(file: string, context: StyleContext): string {
  if (!existsSync(file)) return '';
  const root = inline(file, context, []);
  root.walkAtRules((rule) => transformAtRule(rule, context, file));
  root.walkDecls((declaration) => {
    declaration.value = withTextScale(declaration.prop, toBrowserLengths(declaration.value));
    refuseLocalFile(declaration.value, file, context, declaration.source?.start?.line);
  });
  root.walkRules((rule) => {
    if (!insideKeyframes(rule)) rule.selector = transformSelector(rule.selector, context.target);
  });
  liftColorScheme(root);
  return root.toString();
}

/** Scales text to the size set on the phone; lengths relative to it follow. */
function withTextScale(property: string, value: string): string {
  const isText = property === 'font-size' || property === 'line-height';
  if (!isText || !/\d(?:px|cqw)\b/.test(value)) return value;
  return `calc(${value} * var(--phone-text-scale, 1))`;
}

function inline(file: string, context: StyleContext, importers: string[]): Root {
  context.read(file);
  const root = parse(file, context);
  if (importers.includes(file)) {
    throw new BuildError(
      context.label(file),
      `@import is circular: ${[...importers, file].map(context.label).join(' -> ')}`,
    );
  }
  root.walkAtRules('import', (rule) => {
    const request = /^(?:url\()?\s*["']([^"']+)["']/.exec(rule.params)?.[1] ?? '';
    const target = context.resolve(request, file);
    if (target === undefined) {
      throw new BuildError(
        context.label(file),
        `@import: no file "${request}"`,
        rule.source?.start?.line,
      );
    }
    rule.replaceWith(inline(target, context, [...importers, file]).nodes);
  });
  return root;
}

function parse(file: string, context: StyleContext): Root {
  try {
    return postcss.parse(readFileSync(file, 'utf8'), { from: file });
  } catch (error) {
    const { reason, line, column } = error as { reason?: string; line?: number; column?: number };
    throw new BuildError(context.label(file), reason ?? String(error), line, column);
  }
}

function transformAtRule(rule: AtRule, context: StyleContext, file: string): void {
  if (rule.name === 'font-face' && /url\(\s*["']?(?:https?:)?\/\//.test(rule.toString())) {
    refuseRemoteFont(rule, context, file);
    return;
  }
  if (rule.name === 'media')
    rule.params = rule.params.replace(
      /(-?\d+)rpx\b/g,
      (_, amount: string) => `${Number(amount) / 2}px`,
    );
  if (rule.name === 'keyframes') warnOfClash(rule, context, file);
  if (rule.name === 'charset')
    context.warn(context.label(file), '@charset has no effect', rule.source?.start?.line);
}

/**
 * A remote font is not loaded, because no request may leave the machine. It stays declared with a failing source, so
 * that the phone can report its use (`runtime/phone/fonts.ts`).
 */
function refuseRemoteFont(rule: AtRule, context: StyleContext, file: string): void {
  let family = '';
  rule.walkDecls((declaration) => {
    if (declaration.prop === 'font-family') family = declaration.value;
    if (declaration.prop !== 'src') return;
    const address = /url\(\s*["']?([^"')]+)/.exec(declaration.value)?.[1] ?? '';
    if (context.isOwn)
      context.warn(
        context.label(file),
        `@font-face ${family}: the remote font ${address} is not loaded in the simulator (no request may leave the machine)`,
        declaration.source?.start?.line,
      );
    declaration.value = 'url("data:font/woff2,")';
  });
}

/** On a phone the keyframes of one page do not affect other pages, while here equal names would clash. */
function warnOfClash(rule: AtRule, context: StyleContext, file: string): void {
  const steps = (rule.nodes ?? []).map(String).join(' ').replace(/\s+/g, ' ');
  const other = context.keyframes.get(rule.params);
  context.keyframes.set(rule.params, { file, steps });
  if (other === undefined || other.steps === steps) return;
  context.warn(
    context.label(file),
    `@keyframes ${rule.params} replaces the one of ${context.label(other.file)} in the simulator, where pages share a document`,
    rule.source?.start?.line,
  );
}

/** WeChat does not load package files from WXSS, so refuse what would work only here. */
function refuseLocalFile(
  value: string,
  file: string,
  context: StyleContext,
  line: number | undefined,
): void {
  for (const [, address = ''] of value.matchAll(/url\(\s*["']?([^"')]+)/g)) {
    if (/^data:/.test(address)) continue;
    throw new BuildError(
      context.label(file),
      /^(?:https?:)?\/\//.test(address)
        ? `remote picture in WXSS: ${address} (no request may leave the machine)`
        : `WXSS cannot use files of the package on a phone: ${address} (use <image> or a data: URL)`,
      line,
    );
  }
}

function insideKeyframes({ parent }: Rule): boolean {
  return parent?.type === 'atrule' && /keyframes$/.test((parent as AtRule).name);
}

function transformSelector(selector: string, target: StyleTarget): string {
  return selectorParser((root) => {
    root.walkTags((tag) => {
      if (isBuiltInTag(tag.value)) tag.value = `wx-${tag.value}`;
    });
    root.walkPseudos((pseudo) => {
      if (pseudo.value === ':host' && target.kind === 'scoped') {
        pseudo.replaceWith(
          selectorParser.attribute({
            attribute: 'wx-host',
            operator: '=',
            value: target.scope,
            quoteMark: '"',
            raws: {},
          }),
        );
      }
    });
    if (target.kind === 'scoped') {
      root.walkClasses((name) => {
        name.value = `${target.scope}--${name.value}`;
      });
    }
    root.each((one) => confine(one, target));
  }).processSync(selector);
}

/**
 * Confines a rule to the elements of pages: the document also contains the phone's own bars and the other pages.
 * `:where` adds no specificity, so the cascade is the same as if the page were a separate document.
 */
function confine(selector: selectorParser.Selector, target: StyleTarget): void {
  const route = target.kind === 'page' ? `[wx-route="${target.route}"]` : '';
  const { first } = selector;
  if (isRoot(first)) {
    first.replaceWith(selectorParser.tag({ value: 'page' }));
    if (route !== '')
      selector.insertAfter(selector.first, selectorParser.pseudo({ value: `:where(${route})` }));
    return;
  }
  selector.prepend(selectorParser.combinator({ value: ' ' }));
  selector.prepend(selectorParser.pseudo({ value: `:where(page${route})` }));
}

/** `page`, or the selectors that mean the root in a web view. */
function isRoot(node: selectorParser.Node): boolean {
  if (node.type === 'tag') return ['page', 'html', 'body'].includes(node.value);
  return node.type === 'pseudo' && node.value === ':root';
}

/**
 * Turns `@media (prefers-color-scheme: …)` into a class of the document, so that the simulator's own switch decides.
 */
function liftColorScheme(root: Root): void {
  root.walkAtRules('media', (rule) => {
    const scheme = /\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/.exec(rule.params);
    if (scheme === null) return;
    const rest = rule.params
      .replace(scheme[0], '')
      .replace(/^\s*and\b|\band\s*$|\band\s+(?=and\b)/g, '')
      .trim();
    prefixRules(rule, `:where(html[data-theme="${scheme[1] ?? ''}"])`);
    if (rest === '' || rest === 'screen') rule.replaceWith(rule.nodes ?? []);
    else rule.params = rest;
  });
}

function prefixRules(container: Container, prefix: string): void {
  container.walkRules((rule) => {
    if (!insideKeyframes(rule))
      rule.selectors = rule.selectors.map((selector) => `${prefix} ${selector}`);
  });
}

/** Resolves a WXSS `@import`: absolute paths from the root of the package, others relative to the importing file. */
export function resolveStyle(
  packageRoot: string,
  request: string,
  importer: string,
): string | undefined {
  const path = request.startsWith('/')
    ? join(packageRoot, request)
    : join(dirname(importer), request);
  return [path, `${path}.wxss`].find(
    (candidate) => existsSync(candidate) && /\.\w+$/.test(candidate),
  );
}
