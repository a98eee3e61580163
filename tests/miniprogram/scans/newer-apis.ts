import { join, relative } from 'node:path';
import ts from 'typescript';
import { isNewer } from '../../../scripts/package/lowest';

export type App = { root: string; program: ts.Program };
export type NewerApi = { file: string; line: number; name: string; version: string };

/** The typings of `wx.cloud` carry no versions; these are from the pages of the reference. */
const cloudVersions: Record<string, string> = {
  init: '2.2.3',
  callFunction: '2.2.3',
  uploadFile: '2.2.3',
  downloadFile: '2.2.3',
  getTempFileURL: '2.2.3',
  deleteFile: '2.2.3',
  database: '2.2.3',
  watch: '2.8.1',
};

/** Every call, option and result of the platform that the app uses and a base library before `lowest` lacks. */
export function findNewerApis({ root, program }: App, lowest: string): NewerApi[] {
  const checker = program.getTypeChecker();
  const found: NewerApi[] = [];
  for (const tree of program.getSourceFiles()) {
    if (tree.isDeclarationFile || tree.fileName.includes('/node_modules/')) continue;
    const visit = (node: ts.Node): void => {
      const version = ts.isIdentifier(node) ? versionOf(node, checker) : null;
      const isNew = version === 'unknown' || (version !== null && isNewer(version, lowest));
      if (version !== null && isNew && !isGuarded(node, tree)) {
        const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
        const file = relative(root, tree.fileName);
        found.push({ file, line: line + 1, name: node.getText(tree), version });
      }
      ts.forEachChild(node, visit);
    };
    visit(tree);
  }
  return found;
}

/** The program of the app with its types; `overlay` replaces the text of files. */
export function openApp(root: string, overlay: Record<string, string> = {}): App {
  const config = ts.getParsedCommandLineOfConfigFile(join(root, 'tsconfig.json'), undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  });
  if (config === undefined) throw new Error(`${root} has no tsconfig.json`);
  const host = ts.createCompilerHost(config.options);
  const readFile = (file: string) => ts.sys.readFile(file);
  host.readFile = (file) => overlay[relative(root, file)] ?? readFile(file);
  return { root, program: ts.createProgram(config.fileNames, config.options, host) };
}

/** The version that introduced this name; null if it is not a name of the platform. */
function versionOf(name: ts.Identifier, checker: ts.TypeChecker): string | null {
  for (const declaration of symbolOf(name, checker)?.declarations ?? []) {
    const { fileName } = declaration.getSourceFile();
    if (!fileName.includes('/miniprogram-api-typings/')) continue;
    if (fileName.endsWith('lib.wx.cloud.d.ts') && isMemberOfCloud(declaration)) {
      return cloudVersions[name.text] ?? 'unknown';
    }
    const version = documentedVersion(declaration);
    if (version !== null) return version;
  }
  return null;
}

function symbolOf(name: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  const { parent } = name;
  // For a key of an object passed to the platform, the symbol of the option, not of the key itself.
  if (
    (ts.isPropertyAssignment(parent) ||
      ts.isShorthandPropertyAssignment(parent) ||
      ts.isMethodDeclaration(parent)) &&
    parent.name === name &&
    ts.isObjectLiteralExpression(parent.parent)
  ) {
    return checker.getContextualType(parent.parent)?.getProperty(name.text);
  }
  if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent)) {
    const key = parent.propertyName ?? parent.name;
    if (key === name) return checker.getTypeAtLocation(parent.parent).getProperty(name.text);
  }
  return checker.getSymbolAtLocation(name);
}

/** Whether it is a method of `wx.cloud`. Methods of its database are as old as `database` itself. */
function isMemberOfCloud(declaration: ts.Declaration): boolean {
  const { parent } = declaration;
  return (
    (ts.isMethodSignature(declaration) || ts.isPropertySignature(declaration)) &&
    ts.isInterfaceDeclaration(parent) &&
    (parent.name.text === 'WxCloud' || declaration.name.getText() === 'watch')
  );
}

/** Reads the version from the comments of the typings: 需要基础库： `2.20.1`. */
function documentedVersion(declaration: ts.Declaration): string | null {
  const text = declaration.getFullText().slice(0, declaration.getLeadingTriviaWidth());
  return /需要基础库：\s*`(\d+\.\d+\.\d+)`/.exec(text)?.[1] ?? null;
}

/** Whether a condition around the call, or left of it, tests that the phone has it, or it is an optional call. */
function isGuarded(node: ts.Node, tree: ts.SourceFile): boolean {
  const name = node.getText(tree);
  const asks = (test: ts.Node) =>
    new RegExp(`canIUse\\(['"][\\w.]*\\b${name}\\b|\\b${name}\\b`).test(test.getText(tree));
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    const { parent } = at;
    if (ts.isCallExpression(parent) && parent.questionDotToken !== undefined) return true;
    if (ts.isIfStatement(parent) && asks(parent.expression)) return true;
    if (ts.isConditionalExpression(parent) && asks(parent.condition)) return true;
    const isRight = ts.isBinaryExpression(parent) && parent.right === at;
    if (isRight && /^(&&|\?\?)$/.test(parent.operatorToken.getText(tree)) && asks(parent.left)) {
      return true;
    }
    if (ts.isBlock(parent) && earlierReturns(parent, at as ts.Statement).some(asks)) return true;
  }
  return false;
}

/** The conditions of early returns before this statement. */
function earlierReturns(block: ts.Block, statement: ts.Statement): ts.Expression[] {
  return block.statements
    .slice(0, block.statements.indexOf(statement))
    .filter((earlier) => ts.isIfStatement(earlier))
    .filter(({ thenStatement }) =>
      [thenStatement, ...(ts.isBlock(thenStatement) ? thenStatement.statements : [])].some(
        (inner) => ts.isReturnStatement(inner) || ts.isThrowStatement(inner),
      ),
    )
    .map(({ expression }) => expression);
}
