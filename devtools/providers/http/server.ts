import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { copyAnswer, readable } from './exchanges';
import type { Exchange } from './exchanges';

export type Call = {
  /** Method and path, such as `POST /v1/images`. */
  name: string;
  path: string;
  /** The request id that the answer contains. */
  id: string;
  request: IncomingMessage;
  response: ServerResponse;
  body(): Promise<string>;
};

export type StubServer = { origin: string; close(): Promise<void> };

const maxBodyLength = 16 * 1024 * 1024;

/** Starts an HTTP server on the loopback interface only. */
export async function listen(
  name: string,
  port: number,
  answer: (call: Call) => Promise<void>,
  keep?: (exchange: Omit<Exchange, 'at'>) => void,
): Promise<StubServer> {
  const server = createServer((request, response) => {
    const call = toCall(request, response);
    // Downloads of pictures are not recorded.
    if (keep !== undefined && request.method !== 'GET') record(name, call, keep);
    answer(call).catch((error: unknown) => {
      // A client that went away is no fault; anything else is a defect of the stub.
      if (response.destroyed || request.destroyed) return;
      console.error(`${name} stub:`, error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function record(vendor: string, call: Call, keep: (exchange: Omit<Exchange, 'at'>) => void): void {
  const { name, request, response } = call;
  const startedAt = performance.now();
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  const answer = copyAnswer(response);
  response.once('close', () => {
    const status = response.headersSent ? response.statusCode : 0;
    keep({
      ...{ vendor, name, status, ms: Math.round(performance.now() - startedAt) },
      request: readable(Buffer.concat(parts).toString('utf8')),
      answer: readable(answer()),
    });
  });
}

function toCall(request: IncomingMessage, response: ServerResponse): Call {
  const path = new URL(request.url ?? '/', 'http://stub').pathname;
  return {
    name: `${request.method ?? ''} ${path}`,
    path,
    id: randomBytes(12).toString('hex'),
    request,
    response,
    body: () => readBody(request),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    const bytes = part as Buffer;
    length += bytes.length;
    if (length > maxBodyLength) throw new Error('The request body is too long.');
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}
