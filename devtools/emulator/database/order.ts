import { BSONRegExp, Binary, Decimal128, Double, MaxKey, ObjectId, Timestamp } from 'bson';
import type { Document, MaybeValue, Value } from './values';
import { isDocument, isLong, toInteger, toNumber } from './values';

/** MongoDB's order of types. A missing value ranks with null. */
export const rank = {
  minKey: 0,
  null: 1,
  number: 2,
  string: 3,
  document: 4,
  array: 5,
  binary: 6,
  objectId: 7,
  boolean: 8,
  date: 9,
  timestamp: 10,
  regularExpression: 11,
  maxKey: 12,
} as const;

export function rankOf(value: MaybeValue): number {
  switch (typeof value) {
    case 'number':
      return rank.number;
    case 'string':
      return rank.string;
    case 'boolean':
      return rank.boolean;
    default:
      return value === null || value === undefined ? rank.null : rankOfObject(value);
  }
}

function rankOfObject(value: Value): number {
  if (value instanceof Date) return rank.date;
  if (Array.isArray(value)) return rank.array;
  if (isDocument(value)) return rank.document;
  if (isLong(value) || value instanceof Double || value instanceof Decimal128) return rank.number;
  if (value instanceof ObjectId) return rank.objectId;
  if (value instanceof Timestamp) return rank.timestamp;
  if (value instanceof Binary) return rank.binary;
  if (value instanceof BSONRegExp) return rank.regularExpression;
  return value instanceof MaxKey ? rank.maxKey : rank.minKey;
}

/** MongoDB's total order of values: by type first, then by value. */
export function compareValues(a: MaybeValue, b: MaybeValue): number {
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b);
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b);
  const ranked = rankOf(a);
  const difference = ranked - rankOf(b);
  if (difference !== 0) return difference;
  if (a instanceof Date && b instanceof Date) return compareNumbers(a.getTime(), b.getTime());
  if (ranked === rank.number) return compareMixedNumbers(a, b);
  if (typeof a === 'boolean') return Number(a) - Number(b);
  if (Array.isArray(a) && Array.isArray(b)) return compareArrays(a, b);
  if (isDocument(a) && isDocument(b)) return compareDocuments(a, b);
  return compareSpecials(a, b);
}

export function equalValues(a: MaybeValue, b: MaybeValue): boolean {
  return a === b || compareValues(a, b) === 0;
}

function compareNumbers(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return 0;
  // NaN sorts before all numbers.
  return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
}

function compareMixedNumbers(a: MaybeValue, b: MaybeValue): number {
  const rough = compareNumbers(toNumber(a), toNumber(b));
  if (rough !== 0 || !isLong(a) || !isLong(b)) return rough;
  // Two different longs can round to the same double.
  const difference = toInteger(a) - toInteger(b);
  return difference < 0n ? -1 : Number(difference > 0n);
}

const fromSurrogates = /[\ud800-\uffff]/;

/** Whether JavaScript's order (by UTF-16 units) agrees with that of UTF-8 in every comparison with this string. */
export function isBelowSurrogates(text: string): boolean {
  return !fromSurrogates.test(text);
}

/** Most strings differ within this many units; for the rest the native comparison is faster. */
const unitsByHand = 8;

/** The byte order of UTF-8. It differs from JavaScript's where a surrogate is compared with U+E000..U+FFFF. */
function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let position = 0; position < length; position++) {
    const left = a.charCodeAt(position);
    const right = b.charCodeAt(position);
    if (left !== right) return compareUnits(left, right);
    if (position === unitsByHand && (isBelowSurrogates(a) || isBelowSurrogates(b)))
      return a < b ? -1 : 1;
  }
  return a.length - b.length;
}

function compareUnits(left: number, right: number): number {
  const isLeftSurrogate = left >= 0xd800 && left <= 0xdfff;
  const isRightSurrogate = right >= 0xd800 && right <= 0xdfff;
  return isLeftSurrogate === isRightSurrogate ? left - right : isLeftSurrogate ? 1 : -1;
}

function compareArrays(a: Value[], b: Value[]): number {
  const length = Math.min(a.length, b.length);
  for (let position = 0; position < length; position++) {
    const compared = compareValues(a[position], b[position]);
    if (compared !== 0) return compared;
  }
  return a.length - b.length;
}

/** Compares field by field: by the type of the value, then the name, then the value. */
function compareDocuments(a: Document, b: Document): number {
  const left = Object.entries(a);
  const right = Object.entries(b);
  for (const [position, [leftKey, leftValue]] of left.entries()) {
    const other = right[position];
    if (other === undefined) return 1;
    const [rightKey, rightValue] = other;
    const compared =
      rankOf(leftValue) - rankOf(rightValue) ||
      compareStrings(leftKey, rightKey) ||
      compareValues(leftValue, rightValue);
    if (compared !== 0) return compared;
  }
  return left.length - right.length;
}

function compareSpecials(a: MaybeValue, b: MaybeValue): number {
  if (a instanceof ObjectId && b instanceof ObjectId)
    return compareStrings(a.toHexString(), b.toHexString());
  if (a instanceof Timestamp && b instanceof Timestamp) return a.compare(b);
  if (a instanceof Binary && b instanceof Binary)
    return a.length() - b.length() || a.sub_type - b.sub_type || Buffer.compare(bytes(a), bytes(b));
  if (a instanceof BSONRegExp && b instanceof BSONRegExp)
    return compareStrings(a.pattern, b.pattern) || compareStrings(a.options, b.options);
  return 0;
}

function bytes(binary: Binary): Buffer {
  return binary.buffer.subarray(0, binary.length());
}
