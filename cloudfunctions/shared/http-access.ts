import * as z from 'zod';
import type { Reply } from './contracts/reply';

type Main = (event: unknown, invocation?: unknown) => Promise<Reply<unknown>>;
type HttpAnswer = { statusCode: number; headers: Record<string, string>; body: string };

/** The event of the cloud's HTTP access; any other event comes from the SDK. */
const HttpRequest = z.object({
  httpMethod: z.string(),
  headers: z.record(z.string(), z.string().catch('')),
  body: z.string().catch(''),
  isBase64Encoded: z.boolean().catch(false),
});

/**
 * Also serves the cloud's HTTP access: the body is the call, and the token of `Authorization: Bearer …` is passed to the action
 * as `token`. The answer is the same reply, with its code as HTTP status.
 */
export function withHttpAccess(main: Main) {
  return async (event: unknown, invocation?: unknown): Promise<Reply<unknown> | HttpAnswer> => {
    const request = HttpRequest.safeParse(event);
    if (!request.success) return main(event, invocation);
    const reply = await main(toCall(request.data), invocation);
    return {
      statusCode: reply.code,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(reply),
    };
  };
}

function toCall({ headers, body, isBase64Encoded }: z.infer<typeof HttpRequest>): unknown {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  const call = z.looseObject({ data: z.looseObject({}).catch({}) }).safeParse(fromJson(text));
  // `createFunction` reports what is wrong with it.
  if (!call.success) return null;
  const authorization = Object.entries(headers).find(([name]) => /^authorization$/i.test(name));
  const token = /^Bearer (\S+)$/i.exec(authorization?.[1] ?? '')?.[1];
  if (token === undefined) return call.data;
  return { ...call.data, data: { ...call.data.data, token } };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
