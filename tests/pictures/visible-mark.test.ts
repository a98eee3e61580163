import { decodePicture } from '../../cloudfunctions/shared/pictures/decode';
import { labelPicture, readLabel } from '../../cloudfunctions/shared/pictures/label';
import { markVisibly } from '../../cloudfunctions/shared/pictures/visible-mark';
import { createCanvas, fill } from '../../devtools/providers/painter/canvas';
import { encodePng } from '../../devtools/providers/painter/png';

function plain(width: number, height: number, color: string): Buffer {
  const canvas = createCanvas(width, height);
  const corners = [0, 0, width, 0, width, height, 0, height];
  fill(canvas, [corners], { kind: 'solid', color });
  return encodePng(canvas);
}

/** Positions of nearly white pixels, which on a dark picture belong to the characters of the mark. */
function whitePixels(jpeg: Buffer): { x: number; y: number }[] {
  const { width, data } = decodePicture(jpeg);
  return Array.from({ length: data.length / 4 }, (_, index) => index)
    .filter((index) => Math.min(...data.subarray(index * 4, index * 4 + 3)) > 200)
    .map((index) => ({ x: index % width, y: Math.floor(index / width) }));
}

describe('the visible mark', () => {
  it.each([
    [512, 512],
    [300, 450],
    [672, 384],
  ])('fits into the corner of %dx%d, with text 5 %% of the shorter side high', (width, height) => {
    const marked = markVisibly(plain(width, height, '#3A4654'));
    const { width: wide, height: tall } = decodePicture(marked);
    const signs = whitePixels(marked);
    const rows = signs.map(({ y }) => y);
    const columns = signs.map(({ x }) => x);
    const shorter = Math.min(width, height);

    expect([wide, tall]).toEqual([width, height]);
    expect((Math.max(...rows) - Math.min(...rows)) / shorter).toBeGreaterThanOrEqual(0.05);
    expect(Math.min(...columns)).toBeGreaterThan(width / 2);
    expect(Math.max(...columns)).toBeLessThan(width - shorter * 0.02);
    expect(Math.max(...rows)).toBeLessThan(height - shorter * 0.02);
  });

  it('is legible on white too, as it is on a dark plate', () => {
    const { width, height, data } = decodePicture(markVisibly(plain(300, 400, '#FFFFFF')));
    const dark = Array.from({ length: width * height }, (_, index) => index).filter(
      (index) => (data[index * 4] ?? 0) < 130,
    );

    expect(dark.length).toBeGreaterThan(150);
    expect(dark.every((index) => index % width > width / 2)).toBe(true);
  });

  it('goes with the label in the metadata', () => {
    const source = { contentProducer: 'workshop', produceId: 'work_1' };
    const both = labelPicture(markVisibly(plain(320, 400, '#AA2233')), source);

    expect(readLabel(both)).toMatchObject({ Label: '1', ProduceID: 'work_1' });
  });
});
