import type { Node } from 'acorn';

/** A node of an acorn tree; its other fields are of unknown type. */
export type SyntaxNode = Node & Record<string, unknown>;

/** Visits `value` and every node below it, parents first. */
export function visit(value: unknown, visitor: (node: SyntaxNode) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, visitor);
    return;
  }
  if (!isNode(value)) return;
  visitor(value);
  for (const child of Object.values(value)) visit(child, visitor);
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** The value of a string literal, or undefined for anything else. */
export function stringValue(node: unknown): string | undefined {
  return isNode(node) && node.type === 'Literal' && typeof node.value === 'string'
    ? node.value
    : undefined;
}

export type Edit = { start: number; end: number; text: string };

/** Applies edits, which must not overlap. */
export function applyEdits(source: string, edits: Edit[]): string {
  return [...edits]
    .sort((left, right) => right.start - left.start)
    .reduce(
      (text, { start, end, text: insert }) => text.slice(0, start) + insert + text.slice(end),
      source,
    );
}
