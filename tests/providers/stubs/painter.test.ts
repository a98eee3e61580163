import { decodePicture } from '../../../cloudfunctions/shared/pictures/decode';
import type { Pixels } from '../../../cloudfunctions/shared/pictures/pixels';
import { createCanvas, fill } from '../../../devtools/providers/painter/canvas';
import { createDrawings, withVariants } from '../../../devtools/providers/painter/drawings';
import { paint } from '../../../devtools/providers/painter/paint';
import { motifWords } from '../../../devtools/providers/painter/motif-words';
import { readPrompt } from '../../../devtools/providers/painter/prompt';

const small = { width: 160, height: 160 };

function draw(prompt: string, more: Partial<Parameters<typeof paint>[0]> = {}): Pixels {
  return decodePicture(paint({ prompt, ...small, hasWatermark: false, ...more }));
}

/** The mean difference per channel, 0 … 255. */
function difference(one: Pixels, other: Pixels): number {
  let sum = 0;
  for (let at = 0; at < one.data.length; at += 1) {
    sum += Math.abs((one.data[at] ?? 0) - (other.data[at] ?? 0));
  }
  return sum / (one.data.length * 0.75);
}

function share(picture: Pixels, is: (red: number, green: number, blue: number) => boolean): number {
  let count = 0;
  for (let at = 0; at < picture.data.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = picture.data.subarray(at, at + 3);
    if (is(red, green, blue)) count += 1;
  }
  return count / (picture.width * picture.height);
}

/** The mean difference between neighbouring pixels. */
function sharpness({ width, height, data }: Pixels): number {
  let sum = 0;
  for (let y = 0; y < height; y += 1)
    for (let x = 1; x < width; x += 1) {
      const at = (y * width + x) * 4 + 1;
      sum += Math.abs((data[at] ?? 0) - (data[at - 4] ?? 0));
    }
  return sum / (width * height);
}

/** What is drawn for a prompt that is not understood. */
const empty = draw('。');

const isOrange = (red: number, green: number, blue: number): boolean =>
  red > 170 && green > 90 && green < 185 && blue < 130 && red - blue > 80;

describe('readPrompt', () => {
  it.each([
    [
      '雨中的橘猫，水彩',
      { style: 'watercolor', weather: 'rain', motifs: ['cat'], color: '#E08A3E' },
    ],
    ['a red fox in the snow at night', { weather: 'snow', time: 'night', motifs: ['fox'] }],
    ['熊猫，国风水墨', { style: 'ink', motifs: ['panda'] }],
    ['黄昏的海', { time: 'dusk', motifs: ['sea'], color: null }],
    ['穿黄色雨衣的女孩', { weather: 'clear', motifs: ['girl'] }],
    ['赛博朋克', { style: 'cyberpunk', time: 'night', motifs: ['city'] }],
    ['儿童绘本插画风格的书', { style: 'picture-book', motifs: ['book'] }],
    ['温暖的台灯', { mood: 'warm', motifs: ['lamp'] }],
    ['一盘寿司', { motifs: ['sushi'] }],
    ['骑马的将军', { motifs: ['rider', 'mountain'] }],
    ['雪人', { weather: 'snow', motifs: ['snowman'] }],
    ['中秋的月饼', { motifs: ['moon', 'mooncake'] }],
    ['中秋', { motifs: ['moon', 'mooncake'] }],
    ['中秋，雪夜山屋', { weather: 'snow', motifs: ['moon', 'mountain', 'house'] }],
    ['小熊猫', { motifs: ['raccoon'] }],
    ['松鼠', { motifs: ['squirrel'] }],
    ['恐龙', { motifs: ['dinosaur'] }],
    ['长城', { motifs: ['great-wall'] }],
    ['薰衣草花田', { motifs: ['flowerRows'] }],
    ['会飞的猫', { motifs: ['cat'], isAloft: true }],
    ['一家人在海边', { motifs: ['family', 'sea'] }],
  ])('understands %s', (prompt, idea) => {
    expect(readPrompt(prompt)).toMatchObject(idea);
  });

  it('knows many motifs', () => {
    expect(motifWords.length).toBeGreaterThanOrEqual(170);
  });
});

describe('paint', () => {
  it.each([
    '一盘寿司',
    '骑马的将军',
    '会飞的超人',
    '一辆消防车',
    '给妈妈的生日',
    '奋斗的一天',
    'a rocket-powered toaster',
    '春节',
    '峡谷',
    '不可名状之物',
    'xyzzy',
  ])('finds something to draw for %s', (prompt) => {
    const surroundings = ['sun', 'moon', 'star', 'cloud', 'grass', 'fern', 'lamp', 'lightning'];
    const { motifs } = readPrompt(prompt);
    expect(motifs.filter((name) => !surroundings.includes(name))).not.toEqual([]);
  });

  it('draws kin for one prompt, and never the same twice in a row', async () => {
    const asked: (number | undefined)[] = [];
    const drawings = withVariants({
      draw: ({ variant }) => {
        asked.push(variant);
        return Promise.resolve(Buffer.alloc(0));
      },
      close: () => Promise.resolve(),
    });
    const request = { prompt: '雨中的橘猫', width: 64, height: 64, hasWatermark: false };
    for (let count = 0; count < 5; count += 1) await drawings.draw(request);
    await drawings.draw({ ...request, prompt: '云海里的鲸' });

    expect(asked).toEqual([0, 1, 2, 3, 0, 0]);
    const pictures = [0, 1, 2].map((variant) => paint({ ...request, variant }).toString('base64'));
    expect(new Set(pictures).size).toBe(3);
  });

  it('gives the same bytes for the same request', () => {
    const request = { prompt: '雨中的橘猫', ...small, hasWatermark: true };

    expect(paint(request)).toEqual(paint(request));
  });

  it.each([
    ['the prompt', '雨中的橘猫', '星空下的鲸鱼'],
    ['the style', '雨中的橘猫，水彩', '雨中的橘猫，像素'],
    ['the hour', '湖边的小屋，清晨', '湖边的小屋，夜晚'],
    ['words it does not know', '雨中的橘猫甲', '雨中的橘猫乙'],
  ])('draws another picture when %s differs', (_what, one, other) => {
    expect(difference(draw(one), draw(other))).toBeGreaterThan(1);
  });

  it.each([
    ['a cat in the air', '会飞的猫', '猫'],
    ['a hat on a dog', '戴帽子的狗', '狗'],
    ['a camera beside a boy', '拿相机的男孩', '男孩'],
    ['two things together', '汉堡和可乐', '汉堡'],
  ])('draws %s', (_what, one, other) => {
    expect(difference(draw(one), draw(other))).toBeGreaterThan(1);
  });

  it('is sharp all over in a photograph of a landscape', () => {
    const [photo, plain] = [draw('雪山湖泊，写实'), draw('雪山湖泊')].map(sharpness);

    expect(photo).toBeGreaterThan((plain ?? 0) * 0.7);
  });

  it('shows an orange cat for a prompt of one, and none for a whale', () => {
    expect(share(draw('雨中的橘猫，水彩'), isOrange)).toBeGreaterThan(0.06);
    expect(share(draw('夜里的鲸鱼'), isOrange)).toBeLessThan(0.01);
  });

  it.each([
    [512, 512],
    [384, 672],
    [720, 360],
  ])('fills the whole of %s x %s', (width, height) => {
    const picture = draw('山间小屋', { width, height });

    expect([picture.width, picture.height]).toEqual([width, height]);
    expect(share(picture, (red, green, blue) => red + green + blue === 0)).toBeLessThan(0.001);
  });

  it.each(motifWords.map(([name, pattern]) => [name, pattern]))('draws %s', (name, pattern) => {
    const word = /[a-z]{3,}/.exec(pattern.source.split('|').at(-1) ?? '')?.[0] ?? name;

    expect(difference(draw(word), empty)).toBeGreaterThan(0.5);
  });

  it.each([
    '水彩',
    '水墨画',
    '绘本',
    '赛博朋克',
    '像素',
    '油画',
    '素描',
    '黏土',
    '剪纸',
    '胶片',
    '动漫',
    '写实',
  ])('has a manner of its own for %s', (style) => {
    expect(difference(draw(`草地上的狗，${style}`), draw('草地上的狗'))).toBeGreaterThan(3);
  });
});

describe('the visible label', () => {
  const corner = ({ width, height, data }: Pixels): { bright: number; rows: number } => {
    const rows = new Set<number>();
    let bright = 0;
    for (let y = Math.floor(height * 0.8); y < height; y += 1) {
      for (let x = Math.floor(width * 0.6); x < width; x += 1) {
        const at = (y * width + x) * 4;
        if (Math.min(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0) < 250) continue;
        bright += 1;
        rows.add(y);
      }
    }
    return { bright, rows: rows.size };
  };

  it.each([
    [512, 512],
    [480, 960],
    [960, 480],
  ])('is at least 5 % of the shorter side high on %s x %s', (width, height) => {
    const shorter = Math.min(width, height);
    const marked = draw('夜', { width, height, hasWatermark: true });

    expect(corner(marked).rows).toBeGreaterThanOrEqual(shorter * 0.05);
    expect(corner(marked).rows).toBeLessThan(shorter * 0.08);
  });

  it('is there only when requested', () => {
    expect(corner(draw('夜', { width: 512, height: 512 })).bright).toBe(0);
  });

  it('is on its own dark plate, so it can be read on white', () => {
    const marked = draw('雪', { hasWatermark: true });
    const plain = draw('雪');
    const isDark = (red: number, green: number, blue: number): boolean => red + green + blue < 400;

    expect(share(marked, isDark) - share(plain, isDark)).toBeGreaterThan(0.01);
  });
});

describe('fill', () => {
  it('covers exactly the area of a shape', () => {
    const canvas = createCanvas(20, 20);
    fill(canvas, [[2.5, 3.25, 12.5, 3.25, 12.5, 9.25, 2.5, 9.25]], {
      kind: 'solid',
      color: '#FFFFFF',
    });
    const covered = canvas.data
      .filter((_, at) => at % 4 === 3)
      .reduce((sum, alpha) => sum + alpha, 0);

    expect(covered / 255).toBeCloseTo(60, 0);
  });

  it('makes a hole of a shape wound the other way', () => {
    const canvas = createCanvas(10, 10);
    const outer = [0, 0, 10, 0, 10, 10, 0, 10];
    const inner = [2, 2, 2, 8, 8, 8, 8, 2];
    fill(canvas, [outer, inner], { kind: 'solid', color: '#FFFFFF' });

    expect([canvas.data[3], canvas.data[(5 * 10 + 5) * 4 + 3]]).toEqual([255, 0]);
  });

  it('clips what lies outside', () => {
    const canvas = createCanvas(4, 4);
    fill(canvas, [[-50, -50, 90, -50, 90, 90, -50, 90]], { kind: 'solid', color: '#204060' });

    expect([...canvas.data.subarray(60, 64)]).toEqual([32, 64, 96, 255]);
  });
});

describe('createDrawings', () => {
  it('draws in its own thread what paint draws, and once for the same request', async () => {
    const drawings = createDrawings();
    const request = { prompt: '橘猫', ...small, hasWatermark: true };
    const first = drawings.draw(request);

    expect(drawings.draw(request)).toBe(first);
    expect((await first).equals(paint(request))).toBe(true);
    await drawings.close();
  });

  it('rejects what is waiting when it is closed', async () => {
    const drawings = createDrawings();
    const waiting = drawings.draw({ prompt: '猫', ...small, hasWatermark: false });

    await expect(Promise.all([waiting, drawings.close()])).rejects.toThrow('closed');
  });
});
