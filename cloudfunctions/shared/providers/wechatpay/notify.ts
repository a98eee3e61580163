import * as z from 'zod';
import { parseJson } from '../http/json';
import { decryptResource, verifyRsa } from './signature';

const Envelope = z.object({
  resource: z.object({
    ciphertext: z.string(),
    nonce: z.string(),
    associated_data: z.string().default(''),
  }),
});
const Transaction = z.object({ out_trade_no: z.string().min(1) });

export type NotifyHeaders = { timestamp: string; nonce: string; signature: string };
export type NotifyKeys = { platformKey: string; apiKey: string };

/** The order named by a notification; null if WeChat has not signed it. It is only a hint: the channel is queried afterwards. */
export function readNotice(body: string, headers: NotifyHeaders, keys: NotifyKeys): string | null {
  const { timestamp, nonce, signature } = headers;
  try {
    if (!verifyRsa(keys.platformKey, [timestamp, nonce, body], signature)) return null;
    const { resource } = Envelope.parse(parseJson(body));
    const opened = parseJson(decryptResource(keys.apiKey, resource));
    return Transaction.parse(opened).out_trade_no;
  } catch {
    return null;
  }
}
