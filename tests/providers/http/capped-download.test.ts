import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { downloadCapped } from '../../../cloudfunctions/shared/providers/http/capped-download';

describe('downloadCapped', () => {
  let server: Server;
  let answer: (response: ServerResponse) => void;
  let url: string;

  beforeAll(async () => {
    server = createServer((_, response) => {
      answer(response);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('returns a body of exactly the bytes allowed', async () => {
    answer = (response) => response.end('12345');

    expect(await downloadCapped(url, 5)).toEqual(Buffer.from('12345'));
    expect(await downloadCapped(url, 4)).toBeNull();
  });

  it('closes the connection of an endless body', async () => {
    let sent = 0;
    let closed = Promise.resolve();
    answer = (response) => {
      closed = new Promise((resolve) => {
        response.on('close', resolve);
      });
      const piece = Buffer.alloc(64 << 10);
      const send = (): void => {
        while (!response.destroyed && response.write(piece)) sent += piece.length;
      };
      response.on('drain', send);
      send();
    };

    expect(await downloadCapped(url, 1 << 20)).toBeNull();
    await closed;
    expect(sent).toBeLessThan(64 << 20);
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['an error', (response) => response.writeHead(503).end('slow down')],
    [
      'half a body',
      (response) => {
        response.writeHead(200, { 'content-length': '10' });
        response.write('12345', () => response.destroy());
      },
    ],
    ['a redirect', (response) => response.writeHead(302, { location: '/' }).end()],
  ])('throws for %s', async (_what, reply) => {
    answer = reply;

    await expect(downloadCapped(url, 100)).rejects.toThrow();
  });
});
