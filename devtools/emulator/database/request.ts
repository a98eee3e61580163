import { invalidParameter, requestFailed, writeRefused } from '../wire/errors';
import type { Variables } from './aggregate/expression/types';
import { parseDocument } from './ejson';
import { compileQuery } from './query/compile';
import type { Filter } from './query/condition';
import { toSort } from './query/sort';
import type { Sort } from './query/sort';
import type { Document } from './values';
import { idKey, isDocument, withIdFirst } from './values';

const defaultLimit = 100;
const maxLimit = 1000;
const maxDocumentBytes = 16 * 1024 * 1024;

export type Reply = Record<string, unknown>;
export type Action = (request: Request) => Promise<Reply> | Reply;

/** The fields of a wire request, checked for their types. */
export type Request = {
  readonly body: Record<string, unknown>;
  readonly serverTime: number;
};

export function collectionOf({ body }: Request): string {
  const { collectionName } = body;
  if (typeof collectionName !== 'string' || collectionName === '')
    throw invalidParameter('collectionName must be a nonempty string');
  return collectionName;
}

export function transactionOf({ body }: Request): string | null {
  const { transactionId } = body;
  return typeof transactionId === 'string' && transactionId !== '' ? transactionId : null;
}

export function isByDocument({ body }: Request): boolean {
  return body['queryType'] === 'DOC';
}

export function isMulti({ body }: Request): boolean {
  return body['multi'] === true;
}

/** A field that is sent as EJSON text; absent or empty means an empty document. */
export function documentOf(request: Request, field: string): Document {
  const text = request.body[field];
  if (text === undefined || text === null || text === '') return {};
  if (typeof text === 'string') return parseDocument(text, request.serverTime);
  throw invalidParameter(`${field} must be a string`);
}

/** The key of the document that the request addresses. */
export function keyOf(request: Request): string {
  return idKey(documentOf(request, 'query')['_id']);
}

export function filterOf(request: Request): Filter {
  return compileQuery(documentOf(request, 'query'), variablesOf(request));
}

/** The variables of expressions: `NOW` is the time of the business clock. */
export function variablesOf({ serverTime }: Request): Variables {
  return new Map([['NOW', new Date(serverTime)]]);
}

export function sortOf(request: Request): Sort {
  return toSort(documentOf(request, 'order'));
}

export function pageOf({ body }: Request): { skip: number; limit: number } {
  const skip = wholeNumber(body['offset'], 0, 'Skip');
  const limit = wholeNumber(body['limit'], defaultLimit, 'Limit');
  return { skip, limit: Math.min(limit === 0 ? defaultLimit : limit, maxLimit) };
}

function wholeNumber(value: unknown, absent: number, name: string): number {
  if (value === undefined || value === null) return absent;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
    throw requestFailed(`${name} value must be a whole number, not negative`);
  return value;
}

/** The documents of an insert, each with its id. */
export function insertedDocuments(request: Request, createId: () => string): Document[] {
  const { data } = request.body;
  const texts: unknown[] = Array.isArray(data) ? data : [data];
  if (texts.length === 0) throw invalidParameter('data must not be empty');
  return texts.map((text) => {
    if (typeof text !== 'string') throw invalidParameter('data must be an array of strings');
    return checkDocument(withIdFirst(parseDocument(text, request.serverTime), createId));
  });
}

/** Refuses what MongoDB would not store. */
export function checkDocument(document: Document): Document {
  const id = document['_id'];
  if (Array.isArray(id)) throw writeRefused("The '_id' value cannot be of type array");
  if (isDocument(id)) throw writeRefused("The '_id' value cannot be of type object");
  for (const key in document) {
    if (key.startsWith('$'))
      throw writeRefused(
        `The dollar ($) prefixed field '${key}' in '${key}' is not valid for storage.`,
      );
  }
  const size = sizeOf(document);
  if (size > maxDocumentBytes)
    throw writeRefused(
      `BSONObj size: ${size} is invalid. Size must be between 0 and ${maxDocumentBytes}(16MB)`,
    );
  return document;
}

/** The size in BSON: exact for strings, within a few bytes for the rest. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return 5 + Buffer.byteLength(value);
  if (typeof value !== 'object' || value === null) return 8;
  if (Array.isArray(value))
    return value.reduce<number>((size, element) => size + sizeOf(element) + 4, 5);
  if (!isDocument(value)) return 16;
  let size = 5;
  for (const key in value) size += 2 + key.length + sizeOf(value[key]);
  return size;
}
