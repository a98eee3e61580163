import { ObjectId } from 'bson';
import { requestFailed } from '../wire/errors';
import { stringifyEjson } from './ejson';
import type { Document, Value } from './values';
import { isDocument } from './values';

const maxReplyLength = 16 * 1024 * 1024;

/** Documents in the format of the wire. A list larger than the cloud's packet limit is refused, not truncated. */
export function listReply(documents: Document[]): string[] {
  let length = 0;
  return documents.map((document) => {
    const text = documentReply(document);
    length += text.length;
    if (length > maxReplyLength) throw requestFailed('query result size exceed limit (16MB)');
    return text;
  });
}

export function documentReply(document: Document): string {
  return stringifyEjson(hasObjectId(document) ? toReply(document) : document);
}

/** The cloud returns an ObjectId as its hexadecimal string (asserted by the SDK's own oid.test.ts). */
export function toReply(value: Value): Value {
  if (value instanceof ObjectId) return value.toHexString();
  if (Array.isArray(value)) return value.map(toReply);
  if (!isDocument(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, member]) => [field, toReply(member)]),
  );
}

function hasObjectId(value: Value): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasObjectId);
  if (!isDocument(value)) return value instanceof ObjectId;
  for (const field in value) if (hasObjectId(value[field] ?? null)) return true;
  return false;
}
