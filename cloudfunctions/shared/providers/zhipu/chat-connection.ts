import type { Readable } from 'node:stream';

export type ChatRequest = { url: string; apiKey: string; body: object };

/** Status and headers of an answer, and its body as it arrives. */
export type OpenAnswer = {
  status: number;
  retryAfter: string | undefined;
  contentType: string;
  stream: Readable;
};

/** Sends the question. The HTTP client's error contains the key: it must not be logged. */
export async function open(
  { url, apiKey, body }: ChatRequest,
  signal: AbortSignal,
): Promise<OpenAnswer> {
  // Loaded at the first answer: most invocations need no HTTP client at their start.
  const { default: axios } = await import('axios');
  const { status, headers, data } = await axios.post<Readable>(url, body, {
    headers: {
      Authorization: `Bearer ${apiKey}`,
      'Content-Type': 'application/json',
      Accept: 'text/event-stream, application/json',
      // A compressed stream would arrive in large chunks.
      'Accept-Encoding': 'identity',
    },
    signal,
    maxRedirects: 0,
    proxy: false,
    responseType: 'stream',
    validateStatus: () => true,
  });
  // The stream may fail between two reads; the next read gets the error.
  data.on('error', () => undefined);
  const retryAfter: unknown = headers['retry-after'];
  const type: unknown = headers['content-type'];
  return {
    status,
    retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
    contentType: typeof type === 'string' ? type.toLowerCase() : '',
    stream: data,
  };
}
