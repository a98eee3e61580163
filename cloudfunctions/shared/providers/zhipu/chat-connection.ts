import type { Readable } from 'node:stream';

export type Target = { url: string; apiKey: string; body: object };

const longestText = 64 * 1024;

/** The head of an answer, and its body as it comes. */
export type Opened = {
  status: number;
  retryAfter: string | undefined;
  isEventStream: boolean;
  stream: Readable;
};

/** Sends the question. Throws what the HTTP client throws, which carries the key: nobody may log it. */
export async function open({ url, apiKey, body }: Target, signal: AbortSignal): Promise<Opened> {
  // Loaded with the first answer: most invocations of an instance's life need no HTTP client at their start.
  const { default: axios } = await import('axios');
  const { status, headers, data } = await axios.post<Readable>(url, body, {
    headers: {
      Authorization: `Bearer ${apiKey}`,
      'Content-Type': 'application/json',
      Accept: 'text/event-stream, application/json',
      // A compressed stream arrives in lumps.
      'Accept-Encoding': 'identity',
    },
    signal,
    maxRedirects: 0,
    proxy: false,
    responseType: 'stream',
    validateStatus: () => true,
  });
  // It may break between two readers, when nobody listens; whoever reads next hears of it.
  data.on('error', () => undefined);
  const retryAfter: unknown = headers['retry-after'];
  const type: unknown = headers['content-type'];
  return {
    status,
    retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
    isEventStream: status === 200 && typeof type === 'string' && type.includes('event-stream'),
    stream: data,
  };
}

/** Null when it is too long, or was cut. */
export async function readText(stream: Readable): Promise<string | null> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      parts.push(part);
      length += part.length;
      if (length > longestText) return null;
    }
  } catch {
    return null;
  }
  return Buffer.concat(parts).toString('utf8');
}
