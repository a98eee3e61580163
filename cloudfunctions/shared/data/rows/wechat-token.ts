import * as z from 'zod';
import { parseRow } from '../core/rows';

/** `value` is empty while the first token is fetched. `leaseUntil`: one instance fetches at a time. */
export const WechatTokenRow = z.object({
  _id: z.string(),
  value: z.string().default(''),
  expiresAt: z.date(),
  leaseUntil: z.date(),
});
export type WechatToken = Omit<z.output<typeof WechatTokenRow>, '_id'>;

export function parseWechatToken(row: unknown): WechatToken {
  const { _id: _, ...token } = parseRow('wechat_tokens', WechatTokenRow, row);
  return token;
}
