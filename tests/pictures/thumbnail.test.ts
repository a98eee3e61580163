import { isWholePicture, pictureSize } from '../../cloudfunctions/shared/pictures/picture';
import { decodePicture } from '../../cloudfunctions/shared/pictures/decode';
import { makeThumbnail } from '../../cloudfunctions/shared/pictures/thumbnail';
import { buildPng, quadrantColors, sample, withOrientation } from './samples';

const limits = { maxWidth: 12, maxBytes: 25_000 };

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

  it.each(['quadrants-lossy.webp', 'alpha.webp'])('makes a JPEG of %s', (name) => {
    expect(pictureSize(makeThumbnail(sample(name), limits))).toEqual({ width: 12, height: 8 });
  });

  it('is upright, with the width that is seen', () => {
    const thumbnail = makeThumbnail(withOrientation(sample('sampling-2x2.jpg'), 6), limits);

    expect(pictureSize(thumbnail)).toEqual({ width: 12, height: 18 });
    expect(quadrantColors(decodePicture(thumbnail))).toEqual('blue red white green');
  });
});
