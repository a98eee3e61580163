import { deflateSync } from 'node:zlib';
import { checkPicture } from '../../cloudfunctions/shared/pictures/decode';
import { toPngChunk } from '../../cloudfunctions/shared/pictures/png-file';
import { buildPng, buildWebp, insert, sample, simpleWebp, webpChunk } from './samples';

const one = { width: 1, height: 1, colorType: 0 as const, filters: [0], rows: [[1]] };

/** A JPEG that declares this size; its data are unchanged. */
function resizedJpeg(width: number, height: number, name = 'sampling-2x2.jpg'): Buffer {
  const file = Buffer.from(sample(name));
  const frame = Math.max(
    file.indexOf(Buffer.from([0xff, 0xc0])),
    file.indexOf(Buffer.from([0xff, 0xc2])),
  );
  file.writeUInt16BE(height, frame + 5);
  file.writeUInt16BE(width, frame + 7);
  return file;
}

function withoutData(name: string): Buffer {
  const file = sample(name);
  const scan = file.indexOf(Buffer.from([0xff, 0xda]));
  return Buffer.concat([file.subarray(0, scan), Buffer.from([0xff, 0xd9])]);
}

/** A JPEG whose compressed data are random bytes. */
function withGarbage(name: string): Buffer {
  const file = Buffer.from(sample(name));
  const start = file.indexOf(Buffer.from([0xff, 0xda])) + 14;
  let state = 7;
  for (let at = start; at < file.length - 2; at += 1) {
    state = (state * 48271) % 0x7fffffff;
    file[at] = state % 255;
  }
  return file;
}

function idat(file: Buffer, data: Buffer): Buffer {
  const at = file.indexOf('IDAT') - 4;
  const end = at + 12 + file.readUInt32BE(at);
  return Buffer.concat([file.subarray(0, at), toPngChunk('IDAT', data), file.subarray(end)]);
}

const extended = (flags: number, width: number, height: number): [string, Buffer] => {
  const data = Buffer.alloc(10);
  data[0] = flags;
  data.writeUIntLE(width - 1, 4, 3);
  data.writeUIntLE(height - 1, 7, 3);
  return ['VP8X', data];
};

describe('checkPicture', () => {
  it.each([
    ['rgb.png', 'png'],
    ['rgb16-interlaced.png', 'png'],
    ['progressive.jpg', 'jpeg'],
    ['cmyk.jpg', 'jpeg'],
    ['lossy.webp', 'webp'],
    ['extended.webp', 'webp'],
  ])('answers what %s is', (name, type) => {
    expect(checkPicture(sample(name))).toEqual({ type, width: 24, height: 16 });
  });

  const lossy = webpChunk(sample('quadrants-lossy.webp'), 'VP8 ');
  it.each([
    ['text', Buffer.from('<html>502 Bad Gateway</html>'), 'notPicture'],
    ['nothing', Buffer.alloc(0), 'notPicture'],
    ['a GIF', Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1'), 'notPicture'],

    ['a PNG of 30000 × 30000', buildPng({ ...one, width: 30_000, height: 30_000 }), 'tooLarge'],
    ['a PNG of 0 × 0', buildPng({ ...one, width: 0, height: 0 }), 'noPixels'],
    ['a PNG of 2³¹ × 2³¹', buildPng({ ...one, width: 0x7fffffff, height: 0x7fffffff }), 'tooLarge'],
    [
      'a PNG of too many bytes a pixel',
      buildPng({ ...one, width: 4000, height: 4000, colorType: 6, depth: 16 }),
      'tooLarge',
    ],
    ['a PNG without data', idat(sample('rgb.png'), Buffer.alloc(0)), 'damaged'],
    ['a PNG of garbage', idat(sample('rgb.png'), Buffer.alloc(500, 0x5a)), 'damaged'],
    [
      'a PNG that inflates to 1 GB',
      idat(sample('rgb.png'), deflateSync(Buffer.alloc(64 << 20))),
      'damaged',
    ],
    ['a PNG with too few rows', buildPng({ ...one, height: 4 }), 'damaged'],
    ['a PNG cut in half', sample('rgb.png').subarray(0, 300), 'damaged'],

    ['a JPEG of 30000 × 30000', resizedJpeg(30_000, 30_000), 'tooLarge'],
    ['a JPEG of 0 × 0', resizedJpeg(0, 0), 'noPixels'],
    ['a JPEG whose height comes later', resizedJpeg(24, 0), 'noPixels'],
    ['a JPEG that lacks most of its rows', resizedJpeg(24, 1600), 'damaged'],
    ['a progressive JPEG that lacks rows', resizedJpeg(24, 1600, 'progressive.jpg'), 'damaged'],
    ['a JPEG without data', withoutData('sampling-2x2.jpg'), 'damaged'],
    ['a JPEG of garbage', withGarbage('sampling-2x2.jpg'), 'damaged'],
    ['a JPEG cut in half', sample('baseline.jpg').subarray(0, 500), 'damaged'],
    ['a JPEG of a thousand scans', manyScans(1000), 'damaged'],

    ['an animated WebP', sample('animated.webp'), 'animated'],
    ['an animated WebP without a frame', buildWebp(extended(2, 24, 16)), 'animated'],
    ['a WebP without a picture', buildWebp(extended(0, 24, 16)), 'noPixels'],
    [
      'a WebP of another size than its head says',
      buildWebp(extended(0, 48, 16), ['VP8 ', lossy]),
      'damaged',
    ],
    [
      'a WebP of 16000 × 16000',
      buildWebp(extended(0, 16_000, 16_000), ['VP8 ', lossy]),
      'tooLarge',
    ],
    ['a WebP cut in half', buildWebp(['VP8 ', lossy.subarray(0, 60)]), 'damaged'],
    [
      'a WebP of garbage',
      buildWebp(['VP8L', Buffer.from(`2f17c003${'ff'.repeat(60)}`, 'hex')]),
      'damaged',
    ],
    [
      'a WebP file cut in half',
      simpleWebp(sample('lossless.webp'), 'VP8L').subarray(0, 90),
      'damaged',
    ],
  ])('refuses %s', (_what, file, problem) => {
    expect(checkPicture(file)).toEqual({ problem });
  });
});

/** Many valid scans of a few bytes each, for each of which a decoder would process the whole picture. */
function manyScans(count: number): Buffer {
  const file = sample('progressive.jpg');
  const first = file.lastIndexOf(Buffer.from([0xff, 0xda]));
  const scan = file.subarray(first, file.length - 2);
  return insert(file, first, ...Array<Buffer>(count).fill(scan));
}
