import { parse } from 'acorn';
import { BuildError } from './error';
import { applyEdits, isNode, stringValue, visit, type Edit, type SyntaxNode } from './syntax-tree';

/**
 * WXS differs slightly from JavaScript. Rewrites the differences that code relies on: `value.constructor` is a string
 * in WXS, `getRegExp('\d')` takes the raw text, and `require` includes the suffix.
 */
export function transformWxs(file: string, source: string, firstLine = 1): string {
  const edits: Edit[] = [];
  visit(parseScript(file, source, firstLine), (node) => {
    if (node.type === 'MemberExpression' && isConstructorRead(node)) {
      const object = node.object as SyntaxNode;
      edits.push({ start: node.start, end: object.start, text: '__wxs.kindOf(' });
      edits.push({ start: object.end, end: node.end, text: ')' });
    }
    if (node.type === 'CallExpression') edits.push(...callEdits(node, source));
  });
  return applyEdits(source, edits);
}

function parseScript(file: string, source: string, firstLine: number): unknown {
  try {
    return parse(source, {
      ecmaVersion: 2020,
      sourceType: 'script',
      allowReturnOutsideFunction: true,
    });
  } catch (error) {
    const { message, loc } = error as SyntaxError & { loc?: { line: number; column: number } };
    const line = loc === undefined ? undefined : loc.line + firstLine - 1;
    throw new BuildError(
      file,
      `WXS: ${message}`,
      line,
      loc === undefined ? undefined : loc.column + 1,
    );
  }
}

function isConstructorRead({ computed, property }: SyntaxNode): boolean {
  return computed === false && isNode(property) && property.name === 'constructor';
}

function callEdits({ callee, arguments: values }: SyntaxNode, source: string): Edit[] {
  if (!isNode(callee) || callee.type !== 'Identifier') return [];
  const first: unknown = (values as unknown[])[0];
  const text = stringValue(first);
  const edits: Edit[] = [];
  if (callee.name === 'getRegExp') {
    edits.push({ start: callee.start, end: callee.end, text: '__wxs.getRegExp' });
    if (isNode(first) && text !== undefined) {
      const raw = source.slice(first.start + 1, first.end - 1);
      edits.push({ start: first.start, end: first.end, text: JSON.stringify(raw) });
    }
  }
  if (callee.name === 'getDate') {
    edits.push({ start: callee.start, end: callee.end, text: '__wxs.getDate' });
  }
  if (callee.name === 'require' && isNode(first) && text !== undefined) {
    edits.push({
      start: first.start,
      end: first.end,
      text: JSON.stringify(text.replace(/\.wxs$/, '')),
    });
  }
  return edits;
}
