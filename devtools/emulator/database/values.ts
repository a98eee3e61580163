import { BSONRegExp, Decimal128, Double, Int32, Long, ObjectId, Timestamp } from 'bson';
import type { Binary, MaxKey, MinKey } from 'bson';
import { types } from 'node:util';
import { invalidParameter } from '../wire/errors';

/**
 * The representation of values in memory. A number is plain wherever a plain number implies its BSON type: a 32-bit
 * integer is an int, a larger safe integer a long, everything else a double. Only ambiguous numbers are boxed: a whole
 * double (`Double`), and a long in the range of an int or beyond the safe integers (`Long`). Stored values are never
 * mutated.
 */
export type Special =
  Long | Double | Decimal128 | ObjectId | BSONRegExp | Binary | Timestamp | MinKey | MaxKey;
export type Value = null | boolean | number | string | Date | Special | Value[] | Document;
export type Document = { [field: string]: Value };
/** The value at a path of a document; undefined when it is missing. */
export type MaybeValue = Value | undefined;

export function isDocument(value: unknown): value is Document {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

const inherited: unknown = Object.prototype;

/**
 * A field of the document, never an inherited member: everything on `Object.prototype` is a function or the prototype
 * itself, and a stored value is neither. `Object.hasOwn` would do the same, but slows scans down by a third.
 */
export function fieldOf(document: Document, name: string): MaybeValue {
  const value: unknown = document[name];
  return typeof value === 'function' || value === inherited ? undefined : (value as MaybeValue);
}

/** Sets a field. Plain assignment of `__proto__` would change the object's prototype. */
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

/** A Timestamp inherits from Long but is not a number. */
export function isLong(value: unknown): value is Long {
  return value instanceof Long && !(value instanceof Timestamp);
}

export type NumberType = 'int' | 'long' | 'double' | 'decimal';

export function numberType(value: MaybeValue): NumberType | null {
  if (typeof value === 'number') {
    if ((value | 0) === value && !Object.is(value, -0)) return 'int';
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? 'long' : 'double';
  }
  if (isLong(value)) return 'long';
  if (value instanceof Double) return 'double';
  return value instanceof Decimal128 ? 'decimal' : null;
}

export function isNumeric(value: MaybeValue): value is number | Long | Double | Decimal128 {
  return typeof value === 'number' || numberType(value) !== null;
}

/** The nearest JavaScript number; NaN when the value is not numeric. */
export function toNumber(value: MaybeValue): number {
  if (typeof value === 'number') return value;
  if (isLong(value)) return value.toNumber();
  if (value instanceof Double) return value.value;
  if (value instanceof Decimal128) return Number(value.toString());
  return NaN;
}

export function toInteger(value: MaybeValue): bigint {
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

/** Imports a value from outside: copies it, drops `undefined` and functions, and normalises numbers. */
export function importValue(value: unknown): MaybeValue {
  if (typeof value === 'string') return shared(value);
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'bigint') return makeLong(value);
  if (typeof value !== 'object') return undefined;
  if (Array.isArray(value)) return value.map((item: unknown) => importValue(item) ?? null);
  if (types.isDate(value)) return sharedDate(value.getTime());
  if (types.isRegExp(value)) return new BSONRegExp(value.source, regularExpressionOptions(value));
  if (value instanceof Int32) return value.valueOf();
  if (isLong(value)) return makeLong(value.toBigInt());
  if (value instanceof Double) return makeDouble(value.value);
  if ('_bsontype' in value) return value as Special;
  return takeInDocument(value);
}

export function takeInDocument(value: object): Document {
  // Spreading keeps the hidden class; V8 turns a large document built field by field into a slow dictionary.
  const document = { ...value } as Record<string, unknown>;
  let isComplete = true;
  for (const key in document) {
    // The spread made every field an own property, `__proto__` included, so assigning to it changes no prototype.
    document[key] = importValue(document[key]);
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

/** Interns a date, because the moments within one document are often equal. Dates are never mutated. */
export function sharedDate(milliseconds: number): Date {
  const known = sharedDates.get(milliseconds);
  if (known !== undefined) return known;
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) throw invalidParameter('a date is not valid');
  if (sharedDates.size >= maxSharedDates) sharedDates.clear();
  sharedDates.set(milliseconds, date);
  return date;
}

/** Puts `_id` first, as MongoDB does; a document without one gets it from `createId`. */
export function withIdFirst(document: Document, createId: () => Value): Document {
  for (const key in document) {
    if (key === '_id') return document;
    break;
  }
  const { _id, ...rest } = document;
  return { _id: _id ?? createId(), ...rest };
}

/** Converts JavaScript's flags to MongoDB's options; `g`, `y` and `u` have no meaning there. */
function regularExpressionOptions(expression: RegExp): string {
  return expression.flags.replace(/[^ims]/g, '');
}

/** A copy that shares nothing mutable with the original. */
export function copy<Copied extends MaybeValue>(value: Copied): Copied;
export function copy(value: MaybeValue): MaybeValue {
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

/** The key of a document in a map: a string id is its own key, other ids are prefixed with their type. */
export function idKey(id: MaybeValue): string {
  if (typeof id === 'string') return id;
  if (id instanceof ObjectId) return `\u0000o${id.toHexString()}`;
  if (isNumeric(id)) return `\u0000n${toNumber(id)}`;
  return `\u0000j${JSON.stringify(id)}`;
}
