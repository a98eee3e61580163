import type { Readable } from 'node:stream';
import { withDeadline } from './deadline';

const timeoutMs = 4_000;

/** Downloads a file of our own storage; null as soon as it exceeds `maxBytes`. */
export async function downloadCapped(url: string, maxBytes: number): Promise<Buffer | null> {
  // Loaded at the first call: most invocations need no HTTP client at their start.
  const { default: axios } = await import('axios');
  return withDeadline(timeoutMs, async (signal) => {
    const { data: body } = await axios.get<Readable>(url, {
      ...{ responseType: 'stream', signal },
      ...{ maxRedirects: 0, decompress: false, proxy: false },
    });
    const chunks: Buffer[] = [];
    let received = 0;
    // Leaving the loop destroys the stream, and with it the connection.
    for await (const chunk of body as AsyncIterable<Buffer>) {
      received += chunk.length;
      if (received > maxBytes) return null;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  });
}
