import type { IncomingMessage } from 'node:http';
import type { Vendor } from './vendor';

export type Body = Record<string, unknown>;

/** Throws the vendor's error unless the request carries one of the keys as `Authorization: Bearer <key>`. */
export function checkKey(
  request: IncomingMessage,
  apiKeys: readonly string[],
  { errors }: Vendor,
): void {
  const { authorization } = request.headers;
  if (authorization === undefined || authorization === '') throw errors.noKey();
  const key = /^Bearer (.+)$/.exec(authorization)?.[1];
  if (key === undefined || !apiKeys.includes(key)) throw errors.wrongKey();
}

export function parseBody(text: string, { errors }: Vendor): Body {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw errors.badBody();
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw errors.badBody();
  return value as Body;
}

export function requiredText(body: Body, field: string, vendor: Vendor): string {
  const value = body[field];
  if (value === undefined || value === null || value === '') throw vendor.missing(field);
  if (typeof value !== 'string') throw vendor.illegal(field);
  return value;
}
