import { stringifyEjson } from './ejson';
import { isDocument } from './values';
import type { MaybeValue } from './values';

/** Whether a write would change nothing; number types and the order of fields count as differences. */
export function isIdentical(a: MaybeValue, b: MaybeValue): boolean {
  if (Object.is(a, b)) return true;
  if (a === undefined || b === undefined) return false;
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((element, index) => isIdentical(element, b[index]));
  if (isDocument(a) && isDocument(b)) {
    const keys = Object.keys(a);
    const others = Object.keys(b);
    return (
      keys.length === others.length &&
      keys.every((key, index) => key === others[index] && isIdentical(a[key], b[key]))
    );
  }
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  return stringifyEjson(a) === stringifyEjson(b);
}
