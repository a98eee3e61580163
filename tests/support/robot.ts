import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import * as z from 'zod';

const Text = z.object({ msgtype: z.literal('text'), text: z.object({ content: z.string() }) });

export type ChatRobot = Awaited<ReturnType<typeof startRobot>>;

/** Simulates the webhook of a chat group. */
export async function startRobot() {
  const heard: string[] = [];
  let refusals = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const isRefused = refusals > 0;
      refusals -= 1;
      if (!isRefused) heard.push(Text.parse(JSON.parse(body)).text.content);
      response.writeHead(isRefused ? 503 : 200).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook?key=secret`,
    heard,
    refuse(times: number) {
      refusals = times;
    },
    clear() {
      refusals = 0;
      heard.length = 0;
    },
    close: () => void server.close(),
  };
}
