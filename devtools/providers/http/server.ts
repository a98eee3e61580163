import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

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
): Promise<StubServer> {
  const server = createServer((request, response) => {
    answer(toCall(request, response)).catch((error: unknown) => {
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
