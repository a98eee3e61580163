import { decodePicture } from '../../cloudfunctions/shared/pictures/decode';
import { PictureError } from '../../cloudfunctions/shared/pictures/picture-error';
import { buildPng, insert, jpegSegment, quadrantColors, sample, simpleWebp } from './samples';

const upright = 'red green blue white';

function problemOf(read: () => unknown): unknown {
  try {
    read();
    return null;
  } catch (error) {
    return error instanceof PictureError ? error.problem : error;
  }
}

describe('decodePicture', () => {
  it('reads the pixels of a PNG file that a browser wrote', () => {
    const { width, height, data } = decodePicture(sample('rgb.png'));

    expect([width, height, data.length]).toEqual([24, 16, 24 * 16 * 4]);
    expect([...data.subarray(0, 4)]).toEqual([0xdb, 0x88, 0x3f, 255]);
    expect([...data.subarray((8 * 24 + 12) * 4, (8 * 24 + 12) * 4 + 4)]).toEqual([
      255, 255, 255, 255,
    ]);
  });

  it('undoes each of the five row filters', () => {
    const file = buildPng({
      width: 3,
      height: 5,
      colorType: 0,
      filters: [0, 1, 2, 3, 4],
      rows: [
        [10, 20, 30],
        [5, 5, 5],
        [1, 1, 1],
        [7, 0, 2],
        [2, 3, 250],
      ],
    });
    const { data } = decodePicture(file);
    const reds = Array.from({ length: 15 }, (_, index) => data[index * 4]);

    expect(reds).toEqual([10, 20, 30, 5, 10, 15, 6, 11, 16, 10, 10, 15, 12, 15, 9]);
  });

  it.each([
    ['gray', 0 as const, [[7]], [7, 7, 7, 255]],
    ['gray with alpha', 4 as const, [[7, 90]], [7, 7, 7, 90]],
    ['red green blue', 2 as const, [[1, 2, 3]], [1, 2, 3, 255]],
    ['red green blue with alpha', 6 as const, [[1, 2, 3, 4]], [1, 2, 3, 4]],
    ['palette', 3 as const, [[1]], [9, 8, 7, 50]],
  ])('reads %s', (_name, colorType, rows, expected) => {
    const file = buildPng({
      width: 1,
      height: 1,
      colorType,
      filters: [0],
      rows,
      palette: [0, 0, 0, 9, 8, 7],
      transparency: colorType === 3 ? [255, 50] : undefined,
    });

    expect([...decodePicture(file).data]).toEqual(expected);
  });

  const one = { width: 1, height: 1, colorType: 0 as const, filters: [0], rows: [[1]] };
  it.each([
    ['text', Buffer.from('not found')],
    ['a PNG that lacks rows', buildPng({ ...one, height: 4 })],
    ['a PNG that holds more than it says', buildPng({ ...one, rows: [[1, 2, 3]] })],
    ['a PNG with an unknown filter', buildPng({ ...one, filters: [9] })],
    ['a PNG without a pixel', buildPng({ ...one, width: 0, rows: [[]] })],
    ['a decompression bomb', buildPng({ ...one, width: 60_000, height: 60_000 })],
    ['a PNG cut in half', sample('rgb.png').subarray(0, 200)],
    ['a JPEG cut in its head', sample('baseline.jpg').subarray(0, 100)],
  ])('refuses %s with a PictureError', (_name, file) => {
    expect(() => decodePicture(file)).toThrow(PictureError);
  });

  it.each([
    ...['progressive.jpg', 'cmyk.jpg', 'rgb.jpg', 'sampling-1x2.jpg', 'sampling-2x2.jpg'],
    ...['sampling-3x1.jpg', 'sampling-4x1.jpg', 'quadrants-lossy.webp', 'quadrants-lossless.webp'],
    ...['rgb16-interlaced.png', 'rgba-interlaced.png', 'palette2.png', 'palette4-interlaced.png'],
  ])('reads the colours of %s', (name) => {
    expect(quadrantColors(decodePicture(sample(name)))).toBe(upright);
  });

  it.each(['gray.jpg', 'gray4.png', 'gray-alpha16.png'])('reads the greys of %s', (name) => {
    const { data } = decodePicture(sample(name));

    const last = data.length - 4;
    expect([...data.subarray(0, 4)]).toEqual([data[0], data[0], data[0], 255]);
    expect(Math.abs((data[0] ?? 0) - 0x46)).toBeLessThan(4);
    expect(Math.abs((data[last] ?? 0) - 0xf0)).toBeLessThan(4);
  });

  it('reads the alpha of a WebP', () => {
    expect(decodePicture(sample('alpha.webp')).data[3]).toBe(128);
  });

  it('ignores a colour profile that makes no sense', () => {
    const profile = jpegSegment(0xe2, Buffer.from('ICC_PROFILE\0\x01\x01nonsense', 'latin1'));
    const file = insert(sample('sampling-2x2.jpg'), 2, profile);

    expect(quadrantColors(decodePicture(file))).toBe(upright);
  });

  it.each([
    ['a video', Buffer.from('\0\0\0\x18ftypmp42 and a million frames')],
    ['another picture', sample('gray.jpg')],
  ])('reads the first picture of a JPEG that %s follows', (_what, more) => {
    const file = Buffer.concat([sample('sampling-2x2.jpg'), more]);

    expect(quadrantColors(decodePicture(file))).toBe(upright);
  });

  it.each([
    ['gray of 8 bits', 0 as const, 8, [7], [8], [0, 7]],
    ['gray of 16 bits', 0 as const, 16, [1, 7], [1, 8], [1, 7]],
    ['colours of 8 bits', 2 as const, 8, [1, 2, 3], [1, 2, 4], [0, 1, 0, 2, 0, 3]],
    [
      'colours of 16 bits',
      ...([2, 16, [9, 1, 9, 2, 9, 3], [9, 1, 9, 2, 9, 4], [9, 1, 9, 2, 9, 3]] as const),
    ],
  ])('shows one of the %s as transparent', (_which, colorType, depth, key, other, transparency) => {
    const file = buildPng({
      ...{ width: 2, height: 1, colorType, depth, filters: [0] },
      rows: [[...key, ...other]],
      transparency: [...transparency],
    });
    const { data } = decodePicture(file);

    expect([data[3], data[7]]).toEqual([0, 255]);
  });

  it('refuses a pixel that is not in the palette, and a palette whose checksum is wrong', () => {
    const options = { width: 1, height: 1, colorType: 3 as const, filters: [0], rows: [[3]] };
    const file = buildPng({ ...options, rows: [[0]], palette: [1, 2, 3] });
    const wrong = Buffer.from(file);
    wrong[file.indexOf('PLTE') + 4] = 9;

    expect(() => decodePicture(buildPng({ ...options, palette: [1, 2, 3] }))).toThrow(PictureError);
    expect(() => decodePicture(wrong)).toThrow('checksum');
  });

  it.each(['VP8 ', 'VP8L'] as const)('reads a simple WebP of a %s chunk', (type) => {
    const name = type === 'VP8 ' ? 'quadrants-lossy.webp' : 'quadrants-lossless.webp';

    expect(quadrantColors(decodePicture(simpleWebp(sample(name), type)))).toBe(upright);
  });

  it('says that it cannot show an animation', () => {
    expect(problemOf(() => decodePicture(sample('animated.webp')))).toBe('animated');
  });

  it('reads nothing larger than it was allowed', () => {
    const limits = { maxPixels: 24 * 16 - 1 };

    expect(problemOf(() => decodePicture(sample('rgb.png'), limits))).toBe('tooLarge');
  });
});
