import { Double, EJSON } from 'bson';
import { isLong } from './values';

/**
 * Relaxed EJSON of rows and of values derived from them: numbers are plain JSON, dates are readable. A long beyond 2^53
 * keeps its type, as plain JSON would round it. Undefined becomes null.
 */
export function stringifyRelaxed(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      return Number.isFinite(value) ? JSON.stringify(value) : `{"$numberDouble":"${value}"}`;
    case 'object':
      return value === null ? 'null' : stringifyObject(value);
    default:
      return 'null';
  }
}

function stringifyObject(value: object): string {
  if (Array.isArray(value)) return `[${value.map(stringifyRelaxed).join(',')}]`;
  if (value instanceof Date) return EJSON.stringify(value, { relaxed: true });
  if (isLong(value)) {
    const plain = value.toNumber();
    return Number.isSafeInteger(plain) ? String(plain) : `{"$numberLong":"${value.toString()}"}`;
  }
  if (value instanceof Double) return stringifyRelaxed(value.value);
  if ('_bsontype' in value) return EJSON.stringify(value, { relaxed: true });
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}:${stringifyRelaxed(member)}`,
  );
  return `{${members.join(',')}}`;
}
