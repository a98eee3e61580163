import type { Document, MaybeValue, Value } from '../values';
import { fieldOf, isDocument } from '../values';

const numeric = /^(0|[1-9]\d*)$/;

export type Path = {
  readonly text: string;
  readonly steps: readonly string[];
};

export function toPath(text: string): Path {
  return { text, steps: text.split('.') };
}

export function isArrayPosition(step: string): boolean {
  return numeric.test(step);
}

/**
 * Whether any value at the path passes. Arrays on the way are entered by position and into each document that they
 * contain. When nothing is at the path, `undefined` is tested.
 */
export function someAt(
  document: Document,
  path: Path,
  passes: (value: MaybeValue) => boolean,
  from = 0,
): boolean {
  const step = path.steps[from] ?? '';
  const value = fieldOf(document, step);
  const isLast = from === path.steps.length - 1;
  if (isLast) return passes(value);
  if (value === undefined || value === null) return passes(undefined);
  if (isDocument(value)) return someAt(value, path, passes, from + 1);
  return Array.isArray(value) ? someIn(value, path, passes, from + 1) : passes(undefined);
}

function someIn(
  array: Value[],
  path: Path,
  passes: (value: MaybeValue) => boolean,
  from: number,
): boolean {
  const step = path.steps[from] ?? '';
  if (isArrayPosition(step)) {
    const element = array[Number(step)];
    if (from === path.steps.length - 1) {
      if (element !== undefined && passes(element)) return true;
    } else if (isDocument(element)) {
      if (someAt(element, path, passes, from + 1)) return true;
    } else if (Array.isArray(element) && someIn(element, path, passes, from + 1)) return true;
  }
  return array.some((element) => isDocument(element) && someAt(element, path, passes, from));
}

/** All values at the path, as an index or a sort sees them: arrays on the way and at its end are unwound. */
export function valuesAt(document: Document, path: Path): MaybeValue[] {
  const found: MaybeValue[] = [];
  someAt(document, path, (value) => {
    if (Array.isArray(value) && value.length > 0) found.push(...value);
    else found.push(Array.isArray(value) ? undefined : value);
    return false;
  });
  return found.length === 0 ? [undefined] : found;
}

/** What `valueAt` returns when the path meets an array, so that there may be several values. */
export const several = Symbol('several');

export function valueAt(document: Document, path: Path): MaybeValue | typeof several {
  let value: MaybeValue = document;
  for (const step of path.steps) {
    if (Array.isArray(value)) return several;
    if (!isDocument(value)) return undefined;
    value = fieldOf(value, step);
  }
  return Array.isArray(value) ? several : value;
}
