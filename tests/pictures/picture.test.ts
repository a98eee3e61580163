import {
  isWholePicture,
  pictureSize,
  pictureType,
} from '../../cloudfunctions/shared/pictures/picture';
import { sample, simpleWebp } from './samples';

const files = [
  ['rgb.png', 'png'],
  ['rgba.png', 'png'],
  ['baseline.jpg', 'jpeg'],
  ['lossy.webp', 'webp'],
  ['lossless.webp', 'webp'],
  ['extended.webp', 'webp'],
] as const;

describe('pictureType and pictureSize', () => {
  it.each(files)('know %s', (name, type) => {
    expect(pictureType(sample(name))).toBe(type);
    expect(pictureSize(sample(name))).toEqual({ width: 24, height: 16 });
  });

  it.each(['VP8 ', 'VP8L'] as const)('know a simple WebP file of a %s chunk', (type) => {
    const file = simpleWebp(sample(type === 'VP8 ' ? 'lossy.webp' : 'lossless.webp'), type);

    expect(pictureSize(file)).toEqual({ width: 24, height: 16 });
  });

  it('read a plain Uint8Array that lies inside a larger buffer', () => {
    const file = sample('rgb.png');
    const outer = new Uint8Array(file.length + 7);
    outer.set(file, 7);

    expect(pictureSize(outer.subarray(7))).toEqual({ width: 24, height: 16 });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('<html>502 Bad Gateway</html>')],
    ['a signature alone', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
    ['a JPEG start alone', Buffer.from([0xff, 0xd8, 0xff])],
    ['a RIFF file that is sound', Buffer.from('RIFF\x04\0\0\0WAVEfmt ', 'latin1')],
  ])('find no size in %s', (_what, bytes) => {
    expect(pictureSize(bytes)).toBeNull();
  });
});

describe('isWholePicture', () => {
  it.each(files)('accepts %s', (name) => {
    expect(isWholePicture(sample(name))).toBe(true);
  });

  it.each(files)('refuses %s when its end is missing, wherever it was cut', (name) => {
    const file = sample(name);
    const lengths = Array.from({ length: file.length - 1 }, (_, length) => length);

    expect(lengths.filter((length) => isWholePicture(file.subarray(0, length)))).toEqual([]);
  });

  it('accepts a JPEG file with zero bytes after its end marker', () => {
    expect(isWholePicture(Buffer.concat([sample('baseline.jpg'), Buffer.alloc(3)]))).toBe(true);
  });
});
