import * as z from 'zod';
import { ChannelError } from '../../domain/wallet/channel';
import { callJson } from '../http/json-call';

export type WechatAccount = { baseUrl: string; appId: string; appSecret: string };

const timeoutMs = 8_000;
const Failure = z.object({ errcode: z.coerce.number().default(0) });

export const tokenRefused: readonly number[] = [40001, 40014, 42001];

/** An answer of WeChat's server; `code` is 0 for a success. The caller parses the body. */
export type WechatAnswer = { code: number; body: unknown };

/** Sends one request to WeChat's server. Throws ChannelError without the URL and the body: both contain secrets. */
export async function callWechat(
  { baseUrl }: WechatAccount,
  path: string,
  query: Readonly<Record<string, string>>,
  body?: object,
): Promise<WechatAnswer> {
  const url = `${baseUrl}${path}?${new URLSearchParams(query).toString()}`;
  const answer = await callJson({
    ...{ method: body === undefined ? 'GET' : 'POST', url, headers: {}, timeoutMs },
    ...(body === undefined ? {} : { body }),
  });
  if ('fault' in answer) throw new ChannelError(answer.fault.providerCode);
  if (answer.status !== 200) throw new ChannelError(`http-${answer.status}`);
  const parsed = Failure.safeParse(answer.body);
  if (!parsed.success) throw new ChannelError('malformed');
  return { code: parsed.data.errcode, body: answer.body };
}
