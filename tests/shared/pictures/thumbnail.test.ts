import { isWholePicture, pictureSize } from '../../../cloudfunctions/shared/pictures/picture';
import { PictureError } from '../../../cloudfunctions/shared/pictures/picture-error';
import { decodePicture } from '../../../cloudfunctions/shared/pictures/pixels';
import { makeThumbnail } from '../../../cloudfunctions/shared/pictures/thumbnail';
import { buildPng, sample } from './samples';

const limits = { maxWidth: 12, maxBytes: 25_000 };

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
    ['WebP', sample('lossy.webp')],
    ['text', Buffer.from('not found')],
    ['a PNG with 16 bits', buildPng({ ...one, depth: 16, rows: [[1, 2]] })],
    ['an interlaced PNG', buildPng({ ...one, interlace: 1 })],
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
});

describe('makeThumbnail', () => {
  it.each(['rgb.png', 'rgba.png', 'baseline.jpg'])('makes a narrow JPEG of %s', (name) => {
    const thumbnail = makeThumbnail(sample(name), limits);

    expect(pictureSize(thumbnail)).toEqual({ width: 12, height: 8 });
    expect(isWholePicture(thumbnail)).toBe(true);
  });

  it('never enlarges', () => {
    const thumbnail = makeThumbnail(sample('rgb.png'), { maxWidth: 300, maxBytes: 25_000 });

    expect(pictureSize(thumbnail)).toEqual({ width: 24, height: 16 });
  });

  it('shows what is transparent as white', () => {
    const file = buildPng({
      width: 8,
      height: 8,
      colorType: 6,
      filters: Array<number>(8).fill(0),
      rows: Array<number[]>(8).fill(Array<number>(32).fill(0)),
    });

    expect([...decodePicture(makeThumbnail(file, limits)).data.subarray(0, 3)]).toEqual([
      255, 255, 255,
    ]);
  });

  it('gives up quality, then width, to stay within the bytes allowed', () => {
    const width = 400;
    let state = 1;
    const noise = (): number => (state = (state * 48271) % 0x7fffffff) % 256;
    const file = buildPng({
      width,
      height: width,
      colorType: 2,
      filters: Array<number>(width).fill(0),
      rows: Array.from({ length: width }, () => Array.from({ length: width * 3 }, noise)),
    });
    const thumbnail = makeThumbnail(file, { maxWidth: 360, maxBytes: 20_000 });

    expect(thumbnail.length).toBeLessThanOrEqual(20_000);
    expect(pictureSize(thumbnail)?.width).toBeLessThan(360);
  });
});
