import { BSONRegExp, Decimal128, Double, Int32, Long, ObjectId, Timestamp } from 'bson';
import type { Binary, MaxKey, MinKey } from 'bson';
import { types } from 'node:util';
import { invalidParameter } from '../wire/errors';

/**
 * How values are kept in memory. Numbers are plain wherever the plain number tells its BSON type: a 32-bit integer is an
 * int, a larger safe integer a long, everything else a double. Only what would be ambiguous is boxed: a whole double
 * (`Double`), a long in the range of an int or beyond the safe integers (`Long`). Stored values are never mutated.
 */
export type Special =
  Long | Double | Decimal128 | ObjectId | BSONRegExp | Binary | Timestamp | MinKey | MaxKey;
export type Value = null | boolean | number | string | Date | Special | Value[] | Document;
export type Document = { [field: string]: Value };
/** The value at a path of a document; undefined when it is missing. */
export type Found = Value | undefined;

export function isDocument(value: unknown): value is Document {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

const inherited: unknown = Object.prototype;

/**
 * The field of a document, never a member it inherits: what `Object.prototype` offers is a function or the prototype
 * itself, and a stored value is neither. `Object.hasOwn` says the same but slows scans down by a third.
 */
export function fieldOf(document: Document, name: string): Found {
  const value: unknown = document[name];
  return typeof value === 'function' || value === inherited ? undefined : (value as Found);
}

/** Assigning `__proto__` to a document without that field would change the object's prototype. */
export function setField(document: Document, name: string, value: Value): void {
  if (name !== '__proto__') document[name] = value;
  else
    Object.defineProperty(document, name, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
}

/** A Timestamp inherits from Long, yet is no number. */
export function isLong(value: unknown): value is Long {
  return value instanceof Long && !(value instanceof Timestamp);
}

export type NumberType = 'int' | 'long' | 'double' | 'decimal';

export function numberType(value: Found): NumberType | null {
  if (typeof value === 'number') {
    if ((value | 0) === value && !Object.is(value, -0)) return 'int';
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? 'long' : 'double';
  }
  if (isLong(value)) return 'long';
  if (value instanceof Double) return 'double';
  return value instanceof Decimal128 ? 'decimal' : null;
}

export function isNumeric(value: Found): value is number | Long | Double | Decimal128 {
  return typeof value === 'number' || numberType(value) !== null;
}

/** The nearest JavaScript number; NaN for what is not numeric. */
export function toNumber(value: Found): number {
  if (typeof value === 'number') return value;
  if (isLong(value)) return value.toNumber();
  if (value instanceof Double) return value.value;
  if (value instanceof Decimal128) return Number(value.toString());
  return NaN;
}

export function toInteger(value: Found): bigint {
  return isLong(value) ? value.toBigInt() : BigInt(Math.trunc(toNumber(value)));
}

const safe = BigInt(Number.MAX_SAFE_INTEGER);

export function makeLong(value: bigint): number | Long {
  const plain = Number(value);
  const isAmbiguous = value > safe || value < -safe || (plain | 0) === plain;
  return isAmbiguous ? Long.fromBigInt(value) : plain;
}

export function makeDouble(value: number): number | Double {
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? new Double(value) : value;
}

/** Takes a value from outside: copied, without `undefined` and functions, numbers in their normal form. */
export function takeIn(value: unknown): Found {
  if (typeof value === 'string') return shared(value);
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'bigint') return makeLong(value);
  if (typeof value !== 'object') return undefined;
  if (Array.isArray(value)) return value.map((item: unknown) => takeIn(item) ?? null);
  if (types.isDate(value)) return sharedDate(value.getTime());
  if (types.isRegExp(value)) return new BSONRegExp(value.source, regularExpressionOptions(value));
  if (value instanceof Int32) return value.valueOf();
  if (isLong(value)) return makeLong(value.toBigInt());
  if (value instanceof Double) return makeDouble(value.value);
  if ('_bsontype' in value) return value as Special;
  return takeInDocument(value);
}

export function takeInDocument(value: object): Document {
  // Spreading keeps the hidden class; a large document built field by field becomes a slow dictionary.
  const document = { ...value } as Record<string, unknown>;
  let isComplete = true;
  for (const key in document) {
    // The spread made every field the document's own, `__proto__` too: writing it changes no prototype.
    document[key] = takeIn(document[key]);
    if (document[key] === undefined) isComplete = false;
  }
  return isComplete ? (document as Document) : omitUndefined(document);
}

function omitUndefined(document: Record<string, unknown>): Document {
  const fields = Object.entries(document).filter(([, value]) => value !== undefined);
  return Object.fromEntries(fields) as Document;
}

const sharedTexts = new Map<string, string>();
const maxShared = 20_000;
const maxSharedLength = 128;

/** Interns a short string: user ids, statuses and model names repeat in a million documents. */
export function shared(text: string): string {
  if (text.length > maxSharedLength) return text;
  const known = sharedTexts.get(text);
  if (known !== undefined) return known;
  if (sharedTexts.size >= maxShared) sharedTexts.clear();
  sharedTexts.set(text, text);
  return text;
}

const sharedDates = new Map<number, Date>();
const maxSharedDates = 1000;

/** Interns a date: the moments of one document are often the same. Dates are never changed in place. */
export function sharedDate(milliseconds: number): Date {
  const known = sharedDates.get(milliseconds);
  if (known !== undefined) return known;
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) throw invalidParameter('a date is not valid');
  if (sharedDates.size >= maxSharedDates) sharedDates.clear();
  sharedDates.set(milliseconds, date);
  return date;
}

/** MongoDB keeps `_id` in front; a document without one gets it from `createId`. */
export function withIdFirst(document: Document, createId: () => Value): Document {
  for (const key in document) {
    if (key === '_id') return document;
    break;
  }
  const { _id, ...rest } = document;
  return { _id: _id ?? createId(), ...rest };
}

/** JavaScript's flags as MongoDB's: `g`, `y`, `u` have no meaning there. */
function regularExpressionOptions(expression: RegExp): string {
  return expression.flags.replace(/[^ims]/g, '');
}

/** A copy that shares nothing mutable with its source. */
export function copy<Copied extends Found>(value: Copied): Copied;
export function copy(value: Found): Found {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => copy(item));
  if (value instanceof Date) return new Date(value.getTime());
  return isDocument(value) ? copyDocument(value) : value;
}

export function copyDocument(document: Document): Document {
  // Spreading keeps the hidden class, so a million documents share one shape.
  const copied = { ...document };
  for (const key in copied) {
    const value = copied[key];
    if (typeof value === 'object' && value !== null) copied[key] = copy(value);
  }
  return copied;
}

/** The key of a document in a map: strings stand for themselves, other ids are marked by their type. */
export function idKey(id: Found): string {
  if (typeof id === 'string') return id;
  if (id instanceof ObjectId) return `\u0000o${id.toHexString()}`;
  if (isNumeric(id)) return `\u0000n${toNumber(id)}`;
  return `\u0000j${JSON.stringify(id)}`;
}
