import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

/** A call that changes something in the cloud, and whether a guard or a toggle drops repeated taps. */
export type ChangingCall = { file: string; service: string; isGuarded: boolean };

type Source = { file: string; tree: ts.SourceFile };

/** Actions that change nothing, or that are idempotent. */
const readOnly =
  /^(get|list|search|explain|wxLogin$|prepareThumbnail$|shareWork$|resolveAsset$|nudge$)/;

/** All calls from pages, packages and components to services that change something in the cloud. */
export function findChangingCalls(root: string): ChangingCall[] {
  const services = findChangingServices(root);
  return ['pages', 'packages', 'components', 'utils']
    .flatMap((folder) => sourcesOf(root, folder))
    .filter(({ file }) => !file.endsWith('/service.ts'))
    .flatMap((source) => callsOf(source, services));
}

/** Names like `services/generation.ts#begin` of functions that call a changing action. */
function findChangingServices(root: string): Set<string> {
  // WeChat requires a service that only one package uses to be inside that package.
  const sources = [
    ...sourcesOf(root, 'services'),
    ...sourcesOf(root, 'packages').filter(({ file }) => file.endsWith('/service.ts')),
  ];
  const changing = new Set<string>();
  // A service may call another one, so this repeats until nothing is added.
  for (let size = -1; size !== changing.size;) {
    size = changing.size;
    for (const source of sources) {
      for (const statement of source.tree.statements) {
        if (!ts.isFunctionDeclaration(statement) || statement.name === undefined) continue;
        const callees = importsOf(source);
        const changes = descendants(statement).some(
          (node) =>
            ts.isCallExpression(node) &&
            (isChangingAction(node) || changing.has(resolve(source, node.expression, callees))),
        );
        if (changes) changing.add(`${source.file}#${statement.name.text}`);
      }
    }
  }
  return changing;
}

function isChangingAction({ expression, arguments: values }: ts.CallExpression): boolean {
  const [, action] = values;
  return (
    ts.isIdentifier(expression) &&
    ['call', 'callAsMember'].includes(expression.text) &&
    action !== undefined &&
    ts.isStringLiteral(action) &&
    !readOnly.test(action.text)
  );
}

function callsOf(source: Source, services: Set<string>): ChangingCall[] {
  const imports = importsOf(source);
  return descendants(source.tree).flatMap((node) => {
    if (!ts.isCallExpression(node)) return [];
    const service = isUpload(node)
      ? 'wx.cloud.uploadFile'
      : resolve(source, node.expression, imports);
    if (service !== 'wx.cloud.uploadFile' && !services.has(service)) return [];
    return [{ file: source.file, service, isGuarded: isGuarded(node, source.tree) }];
  });
}

function isUpload({ expression }: ts.CallExpression): boolean {
  return ts.isPropertyAccessExpression(expression) && expression.name.text === 'uploadFile';
}

/** Whether it is inside an action of a guard or a toggle, or in a function that is only called from one. */
function isGuarded(node: ts.Node, tree: ts.SourceFile, seen = new Set<ts.Node>()): boolean {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    if (isGuardedAction(at)) return true;
    const name = functionName(at);
    if (name === null) continue;
    if (/^on[A-Z]/.test(name) || seen.has(at)) return false;
    const uses = usesOf(name, tree, isMember(at));
    seen.add(at);
    return (
      uses.length > 0 && uses.every((use) => isGuardedAction(use) || isGuarded(use, tree, seen))
    );
  }
  return false;
}

/** Whether the node is the action of `guard.run(action)` or of `createToggle(value, { send: action })`. */
function isGuardedAction(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent) && parent.arguments.some((value) => value === node)) {
    const { expression } = parent;
    return ts.isPropertyAccessExpression(expression) && expression.name.text === 'run';
  }
  if (!ts.isPropertyAssignment(parent) || parent.name.getText() !== 'send') return false;
  const call = parent.parent.parent;
  return ts.isCallExpression(call) && call.expression.getText() === 'createToggle';
}

/** Whether it is called as `this.name`. */
function isMember(node: ts.Node): boolean {
  return ts.isMethodDeclaration(node) || ts.isPropertyAssignment(node.parent);
}

/** The name by which the file calls a function; null if it has none. */
function functionName(node: ts.Node): string | null {
  if (ts.isMethodDeclaration(node) || ts.isFunctionDeclaration(node)) {
    return node.name?.getText() ?? null;
  }
  const isFunction = ts.isArrowFunction(node) || ts.isFunctionExpression(node);
  if (!isFunction) return null;
  const { parent } = node;
  const isNamed = ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent);
  return isNamed ? parent.name.getText() : null;
}

function usesOf(name: string, tree: ts.SourceFile, isMemberName: boolean): ts.Node[] {
  return descendants(tree).filter((node) => {
    if (!ts.isIdentifier(node) || node.text !== name) return false;
    const { parent } = node;
    if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
      return isMemberName && parent.expression.kind === ts.SyntaxKind.ThisKeyword;
    }
    const isDeclaration =
      ts.isMethodDeclaration(parent) ||
      ts.isFunctionDeclaration(parent) ||
      (ts.isVariableDeclaration(parent) && parent.name === node) ||
      (ts.isPropertyAssignment(parent) && parent.name === node) ||
      ts.isImportSpecifier(parent);
    return !isMemberName && !isDeclaration;
  });
}

/** The service imports of a file by local name, as `services/generation.ts#begin`. */
function importsOf({ file, tree }: Source): Map<string, string> {
  const found = new Map<string, string>();
  for (const statement of tree.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) {
      continue;
    }
    const from = join(dirname(file), `${statement.moduleSpecifier.text}.ts`);
    const names = statement.importClause?.namedBindings;
    if (names === undefined || !ts.isNamedImports(names)) continue;
    for (const { name, propertyName } of names.elements) {
      found.set(name.text, `${from}#${(propertyName ?? name).text}`);
    }
  }
  return found;
}

function resolve({ file }: Source, callee: ts.Node, imports: Map<string, string>): string {
  if (!ts.isIdentifier(callee)) return '';
  return imports.get(callee.text) ?? `${file}#${callee.text}`;
}

function sourcesOf(root: string, folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => {
      const path = join(root, folder, name);
      const text = readFileSync(path, 'utf8');
      const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
      return { file: relative(root, path), tree };
    });
}

function descendants(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (child: ts.Node) => {
    found.push(child);
    ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
  return found;
}
