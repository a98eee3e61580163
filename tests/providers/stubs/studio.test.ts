import { createCanvas } from '../../../devtools/providers/painter/canvas';
import type { Canvas } from '../../../devtools/providers/painter/canvas';
import { createPen } from '../../../devtools/providers/painter/pen';
import { compose } from '../../../devtools/providers/painter/studio/compose';
import type { ComposedInput } from '../../../devtools/providers/painter/studio/compose';
import { cutOut } from '../../../devtools/providers/painter/studio/cutout';
import { readGarment } from '../../../devtools/providers/painter/studio/garment';
import type { Pixels } from '../../../cloudfunctions/shared/pictures/pixels';

type Rgb = readonly [red: number, green: number, blue: number];

const red: Rgb = [0xb2, 0x1f, 0x3c];
const blue: Rgb = [0x1f, 0x4f, 0xb2];
const shirt =
  'M-58 0C-30 30 30 30 58 0L128 46L176 250L116 266L96 166V430H-96V166L-116 266L-176 250L-128 46Z';
const dress =
  'M-64 0C-44 30 44 30 64 0L110 68L74 96L58 72V148L130 500H-130L-58 148V72L-74 96L-110 68Z';
const skirt = 'M-60 0H60L120 300H-120Z';

function photo(draw: (pen: ReturnType<typeof createPen>) => void): Pixels {
  const canvas = createCanvas(300, 400);
  const pen = createPen(canvas, [0.5, 0, 0, 0.5, 150, 60]);
  pen.rect(-400, -200, 900, 1000, '#EDE8DF');
  draw(pen);
  return { width: 300, height: 400, data: new Uint8Array(canvas.data) };
}
const hex = (color: Rgb): string =>
  `#${color.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
const garment = (path: string, color: Rgb): Pixels => photo((pen) => pen.path(path, hex(color)));
/** Head, trunk, arms and legs in front of a plain wall. */
const person = photo((pen) => {
  pen.circle(0, 30, 40, '#EBC3A2');
  pen.path('M-70 96C-40 84 40 84 70 96L104 320H80L62 200V290H-62V200L-80 320H-104Z', '#F8F8F8');
  pen.path('M-62 284H62L50 628H8L0 330L-8 628H-50Z', '#46586B');
});

/** The share of pixels in the rows `from` to `to` with nearly this colour. */
function share({ width, height, data }: Canvas | Pixels, color: Rgb, from = 0, to = 1): number {
  let [count, all] = [0, 0];
  for (let at = 0; at < data.length; at += 4) {
    const row = Math.floor(at / 4 / width) / height;
    if (row < from || row >= to) continue;
    all += 1;
    const far = color.reduce(
      (sum, channel, index) => sum + (channel - (data[at + index] ?? 0)) ** 2,
      0,
    );
    if (far < 48 ** 2) count += 1;
  }
  return count / all;
}

describe('a garment in a scene', () => {
  const size = { width: 240, height: 320 };
  const shoot = (prompt: string, variation = 0, pixels = garment(shirt, red)): Canvas =>
    compose(
      { kind: 'photograph', variation, inputs: [{ pixels, part: 'garment' }] },
      { prompt, ...size },
    );
  const onModel = '由一位年轻女性模特穿着\n场景：纯白无缝背景的摄影棚';

  it.each([
    ['on a model', onModel],
    ['on a male model', '由一位年轻男性模特穿着\n场景：暖灰色布景的摄影棚'],
    ['on a hanger', '不出现人物，衣服平整地挂起\n场景：一面白墙'],
    ['laid flat', '不出现人物\n场景：木桌'],
  ])('is the uploaded one, %s', (_how, prompt) => {
    expect(share(shoot(prompt), red)).toBeGreaterThan(0.05);
    expect(share(shoot(prompt, 0, garment(shirt, blue)), blue)).toBeGreaterThan(0.05);
    expect(share(shoot(prompt, 0, garment(shirt, blue)), red)).toBeLessThan(0.01);
  });

  it('is taken from several sides, and twice from the same one alike', () => {
    const takes = [0, 1, 2, 3].map((variation) => Buffer.from(shoot(onModel, variation).data));

    expect(new Set(takes.map((data) => data.toString('base64'))).size).toBe(4);
    expect(Buffer.from(shoot(onModel, 0).data).equals(takes[0] ?? Buffer.alloc(0))).toBe(true);
  });
});

describe('a try-on', () => {
  const size = { width: 300, height: 400 };
  const wear = (...garments: [Pixels, ComposedInput['part']][]): Canvas =>
    compose(
      {
        ...{ kind: 'tryon', variation: 0 },
        inputs: [
          { pixels: person, part: 'person' },
          ...garments.map(([pixels, part]) => ({ pixels, part })),
        ],
      },
      { prompt: '', ...size },
    );

  it('puts a top on the trunk, and leaves head and legs', () => {
    const picture = wear([garment(shirt, red), 'top']);

    expect(share(picture, red, 0.28, 0.5)).toBeGreaterThan(0.1);
    expect(share(picture, red, 0, 0.2)).toBe(0);
    expect(share(picture, red, 0.74, 1)).toBe(0);
    expect(share(picture, [0xeb, 0xc3, 0xa2], 0, 0.25)).toBeGreaterThan(0.01);
  });

  it('puts a skirt below it, and bares the legs', () => {
    const picture = wear([garment(shirt, red), 'top'], [garment(skirt, blue), 'bottom']);

    expect(share(picture, red, 0.28, 0.5)).toBeGreaterThan(0.1);
    expect(share(picture, blue, 0.52, 0.75)).toBeGreaterThan(0.05);
    expect(share(picture, [0x46, 0x58, 0x6b], 0.5, 1)).toBeLessThan(0.02);
  });

  it('lets a dress reach below the hips', () => {
    const picture = wear([garment(dress, red), 'top']);

    expect(share(picture, red, 0.3, 0.5)).toBeGreaterThan(0.06);
    expect(share(picture, red, 0.55, 0.7)).toBeGreaterThan(0.1);
  });
});

describe('what is cut out of a photo', () => {
  it('keeps stripes nearly in the colour of the ground, and loses the hook of a hanger', () => {
    const striped = photo((pen) => {
      pen.path(shirt, '#FBF9F5');
      for (let y = 14; y < 430; y += 34) pen.rect(-95, y, 190, 17, hex(blue));
      pen.line('M0 4V-50', 6, '#8C6A4C');
    });
    const cutout = cutOut(striped);

    expect(cutout?.height).toBeGreaterThan(190);
    expect(cutout?.height).toBeLessThan(222);
  });

  it('is nothing without a plain ground: the whole picture becomes cloth', () => {
    const busy: Pixels = { width: 300, height: 400, data: new Uint8Array(300 * 400 * 4) };
    busy.data.forEach((_, at) => (busy.data[at] = (at * 2_654_435_761) >>> 24));

    expect(cutOut(busy)).toBeNull();
    expect(readGarment(busy, false, '').kind).toBe('top');
  });
});
