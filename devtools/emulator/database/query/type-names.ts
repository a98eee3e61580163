import { BSONRegExp, Binary, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { requestFailed } from '../../wire/errors';
import type { MaybeValue, Value } from '../values';
import { isDocument, isNumeric, numberType, toNumber } from '../values';

const names = new Map<number, string>([
  [1, 'double'],
  [2, 'string'],
  [3, 'object'],
  [4, 'array'],
  [5, 'binData'],
  [7, 'objectId'],
  [8, 'bool'],
  [9, 'date'],
  [10, 'null'],
  [11, 'regex'],
  [16, 'int'],
  [17, 'timestamp'],
  [18, 'long'],
  [19, 'decimal'],
  [127, 'maxKey'],
  [-1, 'minKey'],
]);
const known = new Set([...names.values(), 'number']);

/** The name of a value's type in `$type`. */
export function typeName(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  if (isDocument(value)) return 'object';
  if (value instanceof ObjectId) return 'objectId';
  if (value instanceof BSONRegExp) return 'regex';
  if (value instanceof Timestamp) return 'timestamp';
  if (value instanceof Binary) return 'binData';
  if (value instanceof MinKey) return 'minKey';
  if (value instanceof MaxKey) return 'maxKey';
  return numberType(value) ?? 'unknown';
}

/** The type test of `$type`, which enters arrays, and of a schema's type, which does not. */
export function typeTest(
  operand: Value,
  { entersArrays } = { entersArrays: true },
): (value: MaybeValue) => boolean {
  const wanted = new Set((Array.isArray(operand) ? operand : [operand]).map(nameOf));
  if (wanted.size === 0) throw requestFailed('$type must match at least one type');
  const isOne = (value: Value) =>
    wanted.has(typeName(value)) || (wanted.has('number') && isNumeric(value));
  return (value) =>
    value !== undefined &&
    (isOne(value) || (entersArrays && Array.isArray(value) && value.some(isOne)));
}

function nameOf(operand: Value): string {
  const name = isNumeric(operand) ? names.get(toNumber(operand)) : operand;
  if (typeof name === 'string' && known.has(name)) return name;
  throw requestFailed('Unknown type name alias or invalid numerical type code');
}
