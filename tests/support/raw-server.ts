import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/**
 * The bytes written to the connection, piece by piece. Afterwards `cut` resets it, `open` leaves it open, and `end`
 * closes it.
 */
export type RawAnswer = { pieces: (string | Uint8Array)[]; ending?: 'end' | 'cut' | 'open' };

export type RawServer = {
  url: string;
  /** The answer to the next requests. */
  answer: RawAnswer;
  /** The number of open connections. */
  open(): number;
  close(): Promise<void>;
};

/** An HTTP server that writes arbitrary bytes, to simulate a faulty server. One request per connection. */
export async function startRawServer(): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const raw: RawServer = { url: '', answer: { pieces: [] }, open: () => sockets.size, close };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let request = '';
    socket.on('data', (bytes: Buffer) => {
      const isWhole = (): boolean => {
        const [head = '', body = ''] = request.split('\r\n\r\n');
        const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 'NaN');
        return Buffer.byteLength(body, 'latin1') >= length;
      };
      if (isWhole()) return;
      request += bytes.toString('latin1');
      if (isWhole()) void reply(socket, raw.answer);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  raw.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return raw;

  async function close(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  }
}

async function reply(socket: Socket, { pieces, ending = 'end' }: RawAnswer): Promise<void> {
  for (const piece of pieces) {
    if (socket.destroyed) return;
    socket.write(piece);
    // Makes it likely that each piece is a packet of its own; no test depends on it.
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (ending === 'end') socket.end();
  // A reset discards unread bytes, so the client gets time to read them.
  if (ending === 'cut') setTimeout(() => socket.resetAndDestroy(), 500);
}
