import { spawnSync } from 'node:child_process';
import { parse } from 'acorn';
import { isNode, stringValue } from '../../devtools/simulator/build/syntax-tree';
import type { SyntaxNode } from '../../devtools/simulator/build/syntax-tree';

/** The built-ins of a version of Node by name: globals, `Global.member`, modules, `module.export`. */
export type Builtins = {
  globals: string[];
  members: string[];
  modules: string[];
  exports: string[];
};

export type NewerBuiltin = { name: string; excerpt: string };

const describeBuiltins = `
  const namesOf = (value) => {
    const names = new Set();
    for (let at = value; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at))
      for (const name of Object.getOwnPropertyNames(at)) names.add(name);
    return [...names];
  };
  const membersOf = (names, read) => names.flatMap((name) => {
    let value;
    try { value = read(name); } catch { return []; }
    const isObject = value !== null && ['object', 'function'].includes(typeof value);
    return isObject ? namesOf(value).map((member) => name + '.' + member) : [];
  });
  const modules = require('module').builtinModules;
  // A command-line script sees modules among its globals; a file does not.
  const globals = Object.getOwnPropertyNames(globalThis)
    .filter((name) => !modules.includes(name) || ['console', 'process'].includes(name));
  console.log(JSON.stringify({
    globals, modules,
    members: membersOf(globals, (name) => globalThis[name]),
    exports: membersOf(modules, require),
  }));`;

/** Lists the built-ins by running a Node binary. */
export function builtinsOf(node: string): Builtins {
  const { stdout, status } = spawnSync(node, ['--no-warnings', '-e', describeBuiltins], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  });
  if (status !== 0) throw new Error(`${node} does not run.`);
  return JSON.parse(stdout) as Builtins;
}

/** Methods of built-in objects added after Node 16.13 whose names nothing else has. */
const newerMethods = new Set([
  ...['findLast', 'findLastIndex', 'toReversed', 'toSorted', 'toSpliced', 'throwIfAborted'],
  ...['isWellFormed', 'toWellFormed', 'isDisjointFrom', 'isSubsetOf', 'isSupersetOf'],
  ...['symmetricDifference', 'closeAllConnections', 'closeIdleConnections'],
]);
/** Globals that are newer than this machine's Node, and one that shares its name with a module. */
const newestGlobals = [
  'crypto',
  'navigator',
  'WebSocket',
  'EventSource',
  'Iterator',
  'Float16Array',
];

type Place = { node: SyntaxNode; ancestors: SyntaxNode[] };

/** Objects to which programs add properties, unlike constructors and namespaces. */
const extended = new Set(['global', 'globalThis', 'process', 'console']);

/**
 * Uses of built-ins in a minified bundle that `oldest` does not have. A use guarded by a check of the same name
 * (`typeof Blob`) is allowed. In minified code no local variable has the name of a global, so scopes need not be
 * tracked.
 */
export function findNewerBuiltins(
  code: string,
  oldest: Builtins,
  newest: Builtins,
): NewerBuiltin[] {
  const known = {
    globals: new Set(oldest.globals),
    members: new Set(oldest.members),
    modules: new Set(oldest.modules),
  };
  const newer = {
    globals: without([...newest.globals, ...newestGlobals], oldest.globals),
    members: without(newest.members, oldest.members),
    exports: without(newest.exports, oldest.exports),
  };
  const found: NewerBuiltin[] = [];
  const modules = modulesIn(code);

  function check({ node, ancestors }: Place): void {
    const name = newerName(node, ancestors);
    if (name === null || isGuarded(name, code, ancestors)) return;
    found.push({ name, excerpt: code.slice(Math.max(0, node.start - 60), node.end + 60) });
  }

  function newerName(node: SyntaxNode, ancestors: SyntaxNode[]): string | null {
    const parent = ancestors.at(-1);
    if (node.type === 'Identifier') {
      return newer.globals.has(String(node['name'])) && isReference(node, parent)
        ? String(node['name'])
        : null;
    }
    if (node.type === 'CallExpression') return newerModule(node);
    return node.type === 'MemberExpression' ? newerMember(node, parent) : null;
  }

  function newerModule(call: SyntaxNode): string | null {
    const module = requiredModule(call);
    return module === null || known.modules.has(module) ? null : `require('${module}')`;
  }

  function newerMember(node: SyntaxNode, parent: SyntaxNode | undefined): string | null {
    const member = memberName(node);
    if (member === null) return null;
    const { object } = node as unknown as { object: SyntaxNode };
    if (newerMethods.has(member) && parent?.type === 'CallExpression') {
      const { arguments: given, callee } = parent as unknown as Record<string, unknown[]>;
      // A repository may have its own `findLast`, which takes no arguments.
      if ((callee as unknown) === node && (given?.length ?? 0) > 0) return `.${member}`;
    }
    if (object.type !== 'Identifier') return null;
    const owner = String(object['name']);
    if (known.globals.has(owner)) {
      const name = `${owner}.${member}`;
      const isMissing = extended.has(owner) ? newer.members.has(name) : !known.members.has(name);
      return isMissing && !(member in Object.prototype) ? name : null;
    }
    const module = modules.get(owner);
    if (module === undefined) return null;
    return newer.exports.has(`${module}.${member}`) ? `${module}.${member}` : null;
  }

  const tree = parse(code, { ecmaVersion: 2022, sourceType: 'script', allowHashBang: true });
  walk(tree as unknown as SyntaxNode, [], check);
  return found;
}

function without(names: string[], others: string[]): Set<string> {
  const known = new Set(others);
  return new Set(names.filter((name) => !known.has(name)));
}

/** Variables of a bundle that hold a built-in module. */
function modulesIn(code: string): Map<string, string> {
  const declarations = code.matchAll(/\b([\w$]+)=require\("(?:node:)?([\w/]+)"\)/g);
  return new Map([...declarations].map(([, name = '', module = '']) => [name, module]));
}

function walk(node: SyntaxNode, ancestors: SyntaxNode[], visitor: (place: Place) => void): void {
  visitor({ node, ancestors });
  ancestors.push(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (isNode(child)) walk(child, ancestors, visitor);
    }
  }
  ancestors.pop();
}

/** The built-in module of `require("node:x")`; null for anything else. */
function requiredModule(node: SyntaxNode): string | null {
  if (node.type !== 'CallExpression') return null;
  const { callee, arguments: given } = node as unknown as {
    callee: SyntaxNode;
    arguments: unknown[];
  };
  if (callee.type !== 'Identifier' || callee['name'] !== 'require') return null;
  return stringValue(given[0])?.replace(/^node:/, '') ?? null;
}

function memberName(node: SyntaxNode): string | null {
  const { property } = node as unknown as { property: SyntaxNode };
  return node['computed'] !== true && property.type === 'Identifier'
    ? String(property['name'])
    : null;
}

/** Whether the node is a use, not a key, a member's name or an existence check. */
function isReference(node: SyntaxNode, parent: SyntaxNode | undefined): boolean {
  if (parent === undefined) return true;
  if (parent.type === 'UnaryExpression') return parent['operator'] !== 'typeof';
  if (parent.type === 'MemberExpression')
    return parent['object'] === node || parent['computed'] === true;
  const isKey = ['Property', 'MethodDefinition', 'PropertyDefinition'].includes(parent.type);
  return !(
    isKey &&
    parent['key'] === node &&
    parent['value'] !== node &&
    parent['computed'] !== true
  );
}

/** Whether an enclosing or preceding condition checks for the same name. */
function isGuarded(name: string, code: string, ancestors: SyntaxNode[]): boolean {
  return ancestors.some((ancestor) => {
    const test = ancestor['test'] ?? (ancestor.type === 'LogicalExpression' && ancestor['left']);
    const question = name.includes('.') ? name : `typeof ${name}`;
    return isNode(test) && code.slice(test.start, test.end).includes(question);
  });
}
