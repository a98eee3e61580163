import { deflateSync } from 'node:zlib';
import { toPngChunk } from '../../../cloudfunctions/shared/pictures/png-file';
import type { Canvas } from './canvas';

/**
 * Encodes 8-bit RGB. The "up" filter with a low compression level gives half the size of no filter in a quarter of the
 * time.
 */
export function encodePng({ width, height, data }: Canvas): Buffer {
  const rowBytes = width * 3 + 1;
  const raw = Buffer.allocUnsafe(rowBytes * height);
  for (let y = 0; y < height; y += 1) {
    let to = y * rowBytes;
    raw[to++] = y === 0 ? 0 : 2;
    for (let at = y * width * 4; at < (y + 1) * width * 4; at += 4) {
      for (let channel = 0; channel < 3; channel += 1) {
        const above = y === 0 ? 0 : (data[at + channel - width * 4] ?? 0);
        raw[to++] = (data[at + channel] ?? 0) - above;
      }
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    toPngChunk('IHDR', head),
    toPngChunk('IDAT', deflateSync(raw, { level: 3 })),
    toPngChunk('IEND', Buffer.alloc(0)),
  ]);
}
