import { BSONRegExp, Decimal128, Double, EJSON, ObjectId } from 'bson';
import { invalidParameter } from '../wire/errors';
import type { Document, Value } from './values';
import { isDocument, isLong, makeDouble, makeLong, numberType, shared, sharedDate } from './values';

/** Parses EJSON; every `db.serverDate()` becomes `serverTime`, in milliseconds. */
export function parseEjson(text: string, serverTime?: number): Value {
  let parsed: Value;
  try {
    parsed = JSON.parse(text) as Value;
  } catch {
    throw invalidParameter('the payload is not valid EJSON');
  }
  return fromJson(parsed, serverTime);
}

export function parseDocument(text: string, serverTime?: number): Document {
  const value = parseEjson(text, serverTime);
  if (!isDocument(value)) throw invalidParameter('the payload is not an object');
  return value;
}

/** Turns the output of JSON.parse into values, in place. Accepts plain numbers (relaxed EJSON). */
export function fromJson(value: Value, serverTime?: number): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let position = 0; position < value.length; position++) {
      value[position] = fromJson(value[position] ?? null, serverTime);
    }
    return value;
  }
  if (!isDocument(value)) return value;
  const document = value;
  let isFirst = true;
  for (const key in document) {
    const member = document[key] ?? null;
    if (isFirst && key.charCodeAt(0) === 36) {
      const special = fromSpecial(key, member, document, serverTime);
      if (special !== undefined) return special;
    }
    isFirst = false;
    if (typeof member === 'string') document[key] = shared(member);
    else if (typeof member === 'object' && member !== null)
      document[key] = fromJson(member, serverTime);
  }
  return document;
}

function fromSpecial(
  key: string,
  member: Value,
  document: Document,
  serverTime: number | undefined,
): Value | undefined {
  switch (key) {
    case '$numberInt':
      return Number(member) || 0;
    case '$numberLong':
      return fromLong(member);
    case '$numberDouble':
      return makeDouble(Number(member));
    case '$date':
      return fromDate(member);
    case '$oid':
      return fromObjectId(member);
    case '$regularExpression':
      return fromRegularExpression(member);
    case '$tcb_server_date':
      return fromServerDate(member, serverTime);
    case '$numberDecimal':
    case '$binary':
    case '$timestamp':
    case '$minKey':
    case '$maxKey':
      return EJSON.deserialize(document, { relaxed: false });
    case '$undefined':
      return null;
    default:
      return undefined;
  }
}

function fromLong(member: Value): Value {
  if (typeof member !== 'string' || !/^-?\d{1,19}$/.test(member))
    throw invalidParameter('a long is not valid');
  return makeLong(BigInt(member));
}

function fromObjectId(member: Value): ObjectId {
  if (typeof member !== 'string' || !/^[\da-f]{24}$/i.test(member))
    throw invalidParameter('an object id is not valid');
  return ObjectId.createFromHexString(member);
}

function fromDate(member: Value): Date {
  const milliseconds = isDocument(member)
    ? Number(member['$numberLong'])
    : typeof member === 'string'
      ? Date.parse(member)
      : Number(member);
  return sharedDate(milliseconds);
}

function fromRegularExpression(member: Value): BSONRegExp {
  if (!isDocument(member)) throw invalidParameter('a regular expression is not valid');
  const { pattern, options } = member;
  return new BSONRegExp(
    typeof pattern === 'string' ? pattern : '',
    typeof options === 'string' ? options : '',
  );
}

function fromServerDate(member: Value, serverTime: number | undefined): Date {
  const offset = isDocument(member) ? fromJson(member['offset'] ?? 0) : 0;
  return new Date((serverTime ?? Date.now()) + Number(offset));
}

/** Canonical EJSON: every number carries its type. */
export function stringifyEjson(value: Value): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      return stringifyNumber(value);
    default:
      return value === null ? 'null' : stringifyObject(value);
  }
}

function stringifyNumber(value: number): string {
  const type = numberType(value);
  if (type === 'int') return `{"$numberInt":"${value}"}`;
  if (type === 'long') return `{"$numberLong":"${value}"}`;
  return `{"$numberDouble":"${Object.is(value, -0) ? '-0.0' : value}"}`;
}

function stringifyObject(value: Value): string {
  if (value instanceof Date) return `{"$date":{"$numberLong":"${value.getTime()}"}}`;
  if (Array.isArray(value)) return `[${value.map(stringifyEjson).join(',')}]`;
  if (isDocument(value)) {
    let text = '';
    for (const key in value) {
      const member = value[key];
      if (member === undefined) continue;
      text += `${text === '' ? '{' : ','}${JSON.stringify(key)}:${stringifyEjson(member)}`;
    }
    return text === '' ? '{}' : `${text}}`;
  }
  if (isLong(value)) return `{"$numberLong":"${value.toString()}"}`;
  if (value instanceof Double) return `{"$numberDouble":"${value.value}.0"}`;
  if (value instanceof ObjectId) return `{"$oid":"${value.toHexString()}"}`;
  if (value instanceof Decimal128) return `{"$numberDecimal":"${value.toString()}"}`;
  if (value instanceof BSONRegExp)
    return `{"$regularExpression":${JSON.stringify({ pattern: value.pattern, options: value.options })}}`;
  return EJSON.stringify(value, { relaxed: false });
}
