import { createHmac } from 'node:crypto';

/** `uri`: the path of a server call, or `requestVirtualPayment` for what the phone is given. Every byte of the body counts. */
export function paySignature(appKey: string, uri: string, body: string): string {
  return hmac(appKey, `${uri}&${body}`);
}

/** The key is used as the text that it is, not as base64. */
export function userSignature(sessionKey: string, body: string): string {
  return hmac(sessionKey, body);
}

function hmac(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}
