import { decodePicture, pictureOrientation } from '../../cloudfunctions/shared/pictures/decode';
import { readOrientation, toExifPayload } from '../../cloudfunctions/shared/pictures/exif';
import type { Orientation } from '../../cloudfunctions/shared/pictures/exif';
import { PictureError } from '../../cloudfunctions/shared/pictures/picture-error';
import { uprightJpeg, uprightSquareJpeg } from '../../cloudfunctions/shared/pictures/upright';
import { buildPng, insert, jpegSegment, quadrantColors, sample, withOrientation } from './samples';

/** The quadrants as seen when the orientation of the standard is applied. */
const seen: [Orientation, string][] = [
  [1, 'red green blue white'],
  [2, 'green red white blue'],
  [3, 'white blue green red'],
  [4, 'blue white red green'],
  [5, 'red blue green white'],
  [6, 'blue red white green'],
  [7, 'white green blue red'],
  [8, 'green white red blue'],
];

describe('uprightJpeg', () => {
  it.each(seen)('turns a picture of orientation %d', (orientation, colors) => {
    const file = withOrientation(sample('sampling-2x2.jpg'), orientation);

    const { jpeg, width, height } = uprightJpeg(file, 100);

    expect([width, height]).toEqual(orientation >= 5 ? [16, 24] : [24, 16]);
    expect(decodePicture(jpeg)).toMatchObject({ width, height });
    expect(quadrantColors(decodePicture(jpeg))).toBe(colors);
    expect(pictureOrientation(jpeg)).toBe(1);
  });

  it('keeps nothing but the pixels', () => {
    const secret = toExifPayload(Buffer.from('GPS 39.9042 N 116.4074 E'));
    const file = Buffer.concat([
      insert(sample('sampling-2x2.jpg'), 2, jpegSegment(0xe1, secret)),
      Buffer.from('GPS in a video'),
    ]);

    const { jpeg } = uprightJpeg(file, 100);

    expect(file.includes('GPS')).toBe(true);
    expect(jpeg.includes('GPS')).toBe(false);
    expect(jpeg.includes('Exif')).toBe(false);
  });

  it.each([
    ['a wide picture', 24, 16, { width: 12, height: 8 }],
    ['a tall picture', 3, 100, { width: 1, height: 12 }],
  ])('scales %s down to the longest side allowed', (_which, width, height, expected) => {
    const file = buildPng({
      ...{ width, height, colorType: 0, filters: Array<number>(height).fill(0) },
      rows: Array<number[]>(height).fill(Array<number>(width).fill(9)),
    });

    expect(uprightJpeg(file, 12)).toMatchObject(expected);
  });

  it('refuses a picture of more than 6 megapixels', () => {
    expect(() => uprightJpeg(sample('12mp-lossless.webp'), 100)).toThrow(PictureError);
  });
});

describe('uprightSquareJpeg', () => {
  it('cuts the square out of the middle, and turns it', () => {
    const file = withOrientation(sample('sampling-2x2.jpg'), 6);

    const { jpeg, width, height } = uprightSquareJpeg(file, 512);

    expect([width, height]).toEqual([16, 16]);
    expect(quadrantColors(decodePicture(jpeg))).toBe('blue red white green');
  });

  it('is no larger than requested', () => {
    expect(uprightSquareJpeg(sample('rgb.png'), 8)).toMatchObject({ width: 8, height: 8 });
  });
});

describe('readOrientation', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['no TIFF structure', Buffer.from('XX\0*\0\0\0\x08\0\x01')],
    ['a directory outside of the file', Buffer.from('4d4d002affffffff', 'hex')],
    ['a directory that breaks off', Buffer.from('4d4d002a00000008ffff0112', 'hex')],
    [
      'a number that the standard does not know',
      Buffer.from('4d4d002a00000008000101120003000000010009000000000000', 'hex'),
    ],
    [
      'a number of another type',
      Buffer.from('4d4d002a00000008000101120004000000010006000000000000', 'hex'),
    ],
  ])('takes %s for upright', (_what, exif) => {
    expect(readOrientation(exif)).toBe(1);
  });
});
