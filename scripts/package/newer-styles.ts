import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import postcss from 'postcss';
import type { Declaration, Rule } from 'postcss';
import type { Finding } from './finding';
import { lowestIos } from './lowest';
import newer from './newer-than-ios-14.json';

const properties = new Map(Object.entries(newer.properties));
const values = new Map(Object.entries<Record<string, string>>(newer.values));
const atRules = new Map(Object.entries(newer.atRules));
const pseudoClasses = new Map(Object.entries(newer.pseudoClasses));
const functions = new Map(Object.entries(newer.functions));
const units = new Map(Object.entries(newer.units));

/**
 * Styles of the built package that iOS 14.0 does not support, unless a prefixed form that it supports is next to them.
 */
export function checkStyles(root: string): Finding {
  const app = join(root, 'dist/miniprogram');
  const files = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.wxss'),
  );
  const found = files.flatMap((file) => newerStylesOf(app, file));
  return {
    name: 'styles',
    success: found.length === 0,
    text: found.length === 0 ? `${files.length} files fit iOS ${lowestIos}` : found.join('\n'),
  };
}

/** Unparsable styles are also a finding, so that the other checks are still reported. */
function newerStylesOf(app: string, file: string): string[] {
  try {
    return findNewerStyles(readFileSync(join(app, file), 'utf8')).map((text) => `${file}:${text}`);
  } catch (error) {
    if (error instanceof postcss.CssSyntaxError) return [`${file}:${error.reason}`];
    throw error;
  }
}

/** The styles in a sheet that iOS 14.0 does not support, such as `12: aspect-ratio (iOS 15)`. */
export function findNewerStyles(css: string): string[] {
  const found: string[] = [];
  const add = (node: postcss.Node, name: string, version: string | undefined) => {
    if (version !== undefined) {
      found.push(`${node.source?.start?.line ?? 0}: ${name} (iOS ${version})`);
    }
  };
  postcss.parse(css).walk((node) => {
    if (node.type === 'atrule') {
      add(node, `@${node.name}`, atRules.get(node.name));
      return;
    }
    if (node.type === 'rule') {
      for (const [, name = ''] of node.selector.matchAll(/::?([\w-]+)/g)) {
        add(node, `:${name}`, pseudoClasses.get(name));
      }
    }
    if (node.type !== 'decl' || node.prop.startsWith('--')) return;
    const { prop, value } = node;
    if (!hasPrefixed(node)) add(node, prop, properties.get(prop));
    if (/^((row|column)-)?gap$/.test(prop) && isFlex(node))
      add(node, `${prop} in a flex box`, '14.5');
    for (const word of value.split(/[\s,()]+/)) {
      add(node, `${prop}: ${word}`, values.get(prop)?.[word]);
      const unit = /^-?[\d.]+([a-z]+)$/.exec(word)?.[1] ?? '';
      add(node, `the unit ${unit}`, units.get(unit));
    }
    for (const [, name = ''] of value.matchAll(/([\w-]+)\(/g))
      add(node, `${name}()`, functions.get(name));
  });
  return found;
}

function hasPrefixed({ prop, parent }: Declaration): boolean {
  return (parent as Rule).nodes.some(
    (other) => other.type === 'decl' && other.prop === `-webkit-${prop}`,
  );
}

/** A box is a grid when a rule of the sheet with the same selector says so; any other box with a gap is a flex box. */
function isFlex({ parent }: Declaration): boolean {
  const rule = parent as Rule;
  let isGrid = false;
  rule.root().walkDecls('display', (display) => {
    const { selectors } = display.parent as Rule;
    const isSame = selectors.some((selector) => rule.selectors.includes(selector));
    if (isSame && display.value.endsWith('grid')) isGrid = true;
  });
  return !isGrid;
}
