import type { Readable } from 'node:stream';
import axios from 'axios';

const timeoutMs = 4_000;

/** Fetches what lies behind a URL of our own storage; null as soon as it turns out to be longer than `maxBytes`. */
export async function downloadCapped(url: string, maxBytes: number): Promise<Buffer | null> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  try {
    const { data: body } = await axios.get<Readable>(url, {
      ...{ responseType: 'stream', signal: controller.signal },
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
  } finally {
    clearTimeout(timer);
  }
}
