import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The signature of virtual payment. A server call signs its path, a phone the name of the API. */
export function paySignature(appKey: string, uri: string, body: string): string {
  return hmac(appKey, `${uri}&${body}`);
}

/** The signature with the user's session key, which is used as text and not decoded. */
export function userSignature(sessionKey: string, body: string): string {
  return hmac(sessionKey, body);
}

/** The signature that WeChat sends when the URL of a message push is configured. */
export function pushSignature(token: string, timestamp: string, nonce: string): string {
  return createHash('sha1').update([token, timestamp, nonce].sort().join('')).digest('hex');
}

export function isSame(given: unknown, expected: string): boolean {
  if (typeof given !== 'string' || given.length !== expected.length) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}

function hmac(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}
