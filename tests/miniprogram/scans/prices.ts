import { readFileSync, readdirSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import ts from 'typescript';

export type PriceLeak = { file: string; line: number; what: string };

/** An amount of money, credits or AP in words: `1 积分`, `两个积分`, `每次 2 AP`, `¥39`. */
const amount = /([0-9０-９]|[零一二两三四五六七八九十百]+\s*个?)\s*(积分|AP)|[¥￥]\s*[0-9０-９]/;
/** Names of numbers that are prices. */
const naming = /price|cost|fee$|credits?(Per|For)/i;
/** Names of values that must not be derived from a tier on the phone, because they decide what is paid. */
const paying = /pay|price|cost|credit/i;

/** Prices hard-coded on the phone; they must come from the cloud. */
export function findPrices(root: string): PriceLeak[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|wxml)$/.test(name))
    .flatMap((name) => {
      const path = join(root, name);
      const text = readFileSync(path, 'utf8');
      return extname(name) === '.ts' ? pricesOfCode(root, path, text) : pricesOfPage(name, text);
    });
}

function pricesOfPage(file: string, text: string): PriceLeak[] {
  return text.split('\n').flatMap((line, index) => {
    const found = amount.exec(line.replace(/\{\{.*?\}\}/g, '…'));
    return found === null ? [] : [{ file, line: index + 1, what: found[0] }];
  });
}

function pricesOfCode(root: string, path: string, text: string): PriceLeak[] {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: PriceLeak[] = [];
  const add = (node: ts.Node, what: string) => {
    const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
    found.push({ file: relative(root, path), line: line + 1, what });
  };
  const visit = (node: ts.Node): void => {
    if (isText(node)) {
      const words = amount.exec(node.text);
      if (words !== null) add(node, words[0]);
    }
    if (ts.isNumericLiteral(node) && Number(node.text) > 0 && naming.test(ownerOf(node))) {
      add(node, `${ownerOf(node)} ${node.text}`);
    }
    if (isTierTest(node) && paying.test(ownerOf(node))) add(node, node.getText());
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function isText(
  node: ts.Node,
): node is ts.StringLiteralLike | ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail {
  return (
    ts.isStringLiteralLike(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddle(node) ||
    ts.isTemplateTail(node)
  );
}

/** Matches `tier === 'free'`. */
function isTierTest(node: ts.Node): boolean {
  if (!ts.isBinaryExpression(node)) return false;
  const sides = [node.left, node.right].map((side) => side.getText());
  return (
    sides.some((side) => /tier|userType/i.test(side)) && sides.some((side) => /^'free'$/.test(side))
  );
}

/** The names of the fields, variable or function that the value is part of. */
function ownerOf(node: ts.Node): string {
  const names: string[] = [];
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    const { parent } = at;
    if (ts.isBinaryExpression(parent)) {
      // A division converts units, such as fen to yuan.
      if (parent.operatorToken.kind === ts.SyntaxKind.SlashToken) return '';
      names.push((parent.left === at ? parent.right : parent.left).getText());
    }
    if (ts.isPropertyAssignment(parent)) names.push(parent.name.getText());
    const isOwner =
      ts.isVariableDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isMethodDeclaration(parent) ||
      ts.isFunctionDeclaration(parent);
    if (isOwner) return [...names, parent.name?.getText() ?? ''].join(' ');
  }
  return names.join(' ');
}
