import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCanvas, fill } from '../../devtools/providers/painter/canvas';
import { encodePng } from '../../devtools/providers/painter/png';

export type PictureHost = {
  /** The address of a one-colour picture on white: a stand-in for a garment or a person. */
  url(color: string, width?: number, height?: number): string;
  close(): Promise<void>;
};

const drawn = new Map<string, Buffer>();

/** Serves pictures over HTTP, like temporary addresses of the storage. */
export async function startPictureHost(): Promise<PictureHost> {
  const server = createServer((request, response) => {
    const [, color = '', width = '', height = ''] =
      /^\/(\w{6})-(\d+)x(\d+)\.png/.exec(request.url ?? '') ?? [];
    if (color === '') {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'image/png' });
    const key = `${color} ${width} ${height}`;
    const bytes = drawn.get(key) ?? pictureOf(`#${color}`, Number(width), Number(height));
    drawn.set(key, bytes);
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: (color, width = 180, height = 240) => `${origin}/${color}-${width}x${height}.png`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Fine noise gives the file the size of a photo. */
export function pictureOf(color: string, width: number, height: number): Buffer {
  const canvas = createCanvas(width, height);
  const rect = (x: number, y: number, wide: number, tall: number): number[] => [
    ...[x, y, x + wide, y, x + wide, y + tall, x, y + tall],
  ];
  fill(canvas, [rect(0, 0, width, height)], { kind: 'solid', color: '#F6F4F0' });
  const body = rect(width * 0.25, height * 0.15, width * 0.5, height * 0.7);
  fill(canvas, [body], { kind: 'solid', color });
  for (let at = 0; at < canvas.data.length; at += 4) {
    const grain = ((at * 2_654_435_761) >>> 24) % 7;
    for (let channel = 0; channel < 3; channel += 1) {
      canvas.data[at + channel] = Math.max(0, (canvas.data[at + channel] ?? 0) - grain);
    }
  }
  return encodePng(canvas);
}
