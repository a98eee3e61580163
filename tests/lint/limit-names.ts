import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import ts from 'typescript';

/** Somebody else than the resolver who knows a limit, or reads what decides one. */
export type Leak = { file: string; line: number; what: string };

const folders = ['cloudfunctions', 'miniprogram', 'scripts'];
const resolver = 'cloudfunctions/shared/domain/quota/quota.ts';

/** Works a day, AP a month and bytes, as spec and seeds say them. */
const limits = new Set([
  ...[50, 100, 200, 300, 1000, 3000],
  ...[200 * 1024 ** 2, 2 * 1024 ** 3, 10 * 1024 ** 3, 50 * 1024 ** 3],
]);
/** Too large to be anything else, wherever they stand. */
const unmistakable = 100 * 1024 ** 2;
/** What a number is called that limits a user. */
const naming =
  /^(free|vip|admin|basic|plus|pro)$|tier|level|member|quota|allowance|(daily|day|monthly|month|storage|ap|image|user).*(limit|max|most)|(limit|max|most).*(daily|day|monthly|month|storage|ap|image|user)/i;
/** Sentences that promise an amount. */
const promising =
  /(每日|每天|每月|今日|本月|额度|上限|存储|空间)[^，。；]{0,6}?\d{2,}|\d{2,}\s*(次|张|AP|GB|MB|G|M)\s*([/／]|每)\s*(天|日|月)/;

/** Rows that decide a limit, and who may read or write them. */
const deciding: [what: RegExp, who: RegExp][] = [
  [
    /^(customQuotas|plan_features|user_subscriptions)$/,
    new RegExp(
      '^cloudfunctions/(' +
        'shared/domain/quota/(quota|quota-change)\\.ts|' +
        'shared/data/(quota/(entitlements|plans|subscriptions|overviews)|users/(members|directory)|chat/answers)\\.ts|' +
        'shared/integrity/checks/(limits|quota-drift)\\.ts|quota/(explain|views)\\.ts)$',
    ),
  ],
  [
    /^defaultLimit$/,
    /^(cloudfunctions\/(shared\/domain\/quota\/quota|quota\/(explain|views)|shared\/contracts\/quota)|miniprogram\/packages\/admin\/quota\/view)\.ts$/,
  ],
];

export function findLeaks(root: string): Leak[] {
  return folders
    .map((folder) => join(root, folder))
    .filter(existsSync)
    .flatMap(filesOf)
    .map((path) => relative(root, path))
    .filter((file) => file !== resolver)
    .flatMap((file) => leaksOf(file, readFileSync(join(root, file), 'utf8')));
}

function leaksOf(file: string, text: string): Leak[] {
  return extname(file) === '.ts' ? leaksOfCode(file, text) : leaksOfText(file, text);
}

function leaksOfText(file: string, text: string): Leak[] {
  return text.split('\n').flatMap((line, index) => {
    const promise = promising.exec(line);
    return promise === null ? [] : [{ file, line: index + 1, what: promise[0] }];
  });
}

function leaksOfCode(file: string, text: string): Leak[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Leak[] = [];
  const add = (node: ts.Node, what: string) =>
    found.push({
      file,
      line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1,
      what,
    });
  visit(source);
  return found;

  function visit(node: ts.Node): void {
    const value = valueOf(node);
    if (value !== null && limits.has(value)) {
      const name = nameOf(node);
      if (value >= unmistakable || naming.test(name)) add(node, `${name} ${value}`.trim());
      return;
    }
    if (isWord(node)) {
      for (const [what, who] of deciding) {
        if (what.test(node.text) && !who.test(file)) add(node, node.text);
      }
      if (!ts.isIdentifier(node) && promising.test(node.text)) add(node, node.text);
    }
    ts.forEachChild(node, visit);
  }
}

type Word =
  ts.Identifier | ts.StringLiteralLike | ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail;

function isWord(node: ts.Node): node is Word {
  return (
    ts.isIdentifier(node) ||
    ts.isStringLiteralLike(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddle(node) ||
    ts.isTemplateTail(node)
  );
}

/** A number, or what is worked out of numbers alone. */
function valueOf(node: ts.Node): number | null {
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isParenthesizedExpression(node)) return valueOf(node.expression);
  if (!ts.isBinaryExpression(node)) return null;
  const [left, right] = [valueOf(node.left), valueOf(node.right)];
  if (left === null || right === null) return null;
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.AsteriskToken:
      return left * right;
    case ts.SyntaxKind.AsteriskAsteriskToken:
      return left ** right;
    case ts.SyntaxKind.PlusToken:
      return left + right;
    case ts.SyntaxKind.LessThanLessThanToken:
      return left * 2 ** right;
    default:
      return null;
  }
}

/** What the number is called: the variable, field or parameter that takes it, or what it is compared with. */
function nameOf(node: ts.Node): string {
  const { parent } = node;
  if (
    ts.isVariableDeclaration(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isParameter(parent)
  ) {
    return parent.name.getText();
  }
  if (ts.isBinaryExpression(parent)) {
    const other = parent.left === node ? parent.right : parent.left;
    return other.getText().split(/[.?]+/).at(-1) ?? '';
  }
  if (ts.isBindingElement(parent) || ts.isEnumMember(parent) || ts.isPropertyDeclaration(parent)) {
    return parent.name.getText();
  }
  const passes =
    ts.isConditionalExpression(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isReturnStatement(parent) ||
    ts.isBlock(parent) ||
    ts.isArrowFunction(parent);
  if (ts.isFunctionDeclaration(parent) || ts.isMethodDeclaration(parent)) {
    return parent.name?.getText() ?? '';
  }
  return passes ? nameOf(parent) : '';
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|wxml|wxs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
