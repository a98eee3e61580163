import { createHmac } from 'node:crypto';

/**
 * `uri` is the path of a server call, or `requestVirtualPayment` for the parameters of the phone. The body must be signed byte
 * for byte as sent.
 */
export function paySignature(appKey: string, uri: string, body: string): string {
  return hmac(appKey, `${uri}&${body}`);
}

/** The key is used as plain text, not decoded from base64. */
export function userSignature(sessionKey: string, body: string): string {
  return hmac(sessionKey, body);
}

function hmac(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}
