import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { build } from 'esbuild';
import { toPngChunk } from '../../cloudfunctions/shared/pictures/png-file';
import { embeddedWasm } from '../../scripts/build/embedded-wasm';

/** Node and wx-server-sdk take about 90 of a function's 256 MB. */
const maxMegabytes = 165;
const uses = ['checkPicture', 'makeThumbnail', 'uprightSquareJpeg'];

describe('the memory of a function', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  const script = join(folder, 'measure.js');
  const png = join(folder, 'large.png');

  beforeAll(async () => {
    writeFileSync(png, largePng());
    await build({
      entryPoints: [join(__dirname, 'measure.ts')],
      outfile: script,
      bundle: true,
      platform: 'node',
      plugins: [embeddedWasm],
    });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const path = (name: string): string => join(__dirname, 'files', name);
  const grownBy = (use: string, file: string): number =>
    Number(execFileSync('node', [script, use, file]));

  it.each([
    ['PNG', png],
    ['progressive JPEG', path('12mp-progressive.jpg')],
    ['lossless WebP', path('12mp-lossless.webp')],
    ['lossy WebP', path('12mp-lossy.webp')],
  ])('suffices to look at a %s of 12 megapixels', (_kind, file) => {
    const megabytes = uses.map((use) => grownBy(use, file));

    expect(Math.max(...megabytes)).toBeLessThan(maxMegabytes);
  });

  it('suffices to encode 6 megapixels again', () => {
    expect(grownBy('uprightJpeg', path('6mp-progressive.jpg'))).toBeLessThan(maxMegabytes);
  });
});

/** 4000 × 3000 RGBA, with a filter on every row. */
function largePng(): Buffer {
  const [width, height] = [4000, 3000];
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const row = Buffer.alloc(width * 4 + 1, 1);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    toPngChunk('IHDR', head),
    toPngChunk('IDAT', deflateSync(Buffer.concat(Array<Buffer>(height).fill(row)), { level: 1 })),
    toPngChunk('IEND', Buffer.alloc(0)),
  ]);
}
