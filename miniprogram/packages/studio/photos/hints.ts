import type { LocalPhoto } from './local';

/** A problem visible on the phone that will make a bad picture. It is only a hint: the user may know better. */
export type Hint = { icon: string; mark: string; title: string; advice: string };

/** The size of the scaled-down photo whose pixels are sampled: small enough for a slow phone. */
const sampleWidth = 48;
const sampleHeight = 64;
/** Brightness from 0 to 255. */
const darkBelow = 56;
const brightAbove = 246;
const flatBelow = 5;

const hints = {
  dark: {
    icon: 'sunny',
    mark: '太暗',
    title: '光线太暗，颜色看不准',
    advice: '移到窗边，别背对着光',
  },
  bright: {
    icon: 'sunny',
    mark: '过曝',
    title: '光线太强，细节看不清',
    advice: '避开直射的光，关掉闪光灯',
  },
  empty: {
    icon: 'image-error',
    mark: '看不到衣服',
    title: '画面里几乎没有内容',
    advice: '让衣服占画面的大半',
  },
  small: {
    icon: 'resize',
    mark: '太小',
    title: '照片太小，花纹看不清',
    advice: '用原图，或靠近一点再拍一张',
  },
} satisfies Record<string, Hint>;

/** The cloud refuses photos with a shorter side below this. */
const minSide = 512;

export async function findHints(photo: LocalPhoto): Promise<Hint[]> {
  const small = Math.min(photo.width, photo.height) < minSide ? [hints.small] : [];
  try {
    return [...lightHints(await brightness(photo.path)), ...small];
  } catch (error) {
    // If the phone cannot decode the photo it is sent anyway: the cloud checks it too.
    console.info('photo not looked at', error);
    return small;
  }
}

/** `levels`: the brightness of the samples, 0 to 255. */
export function lightHints(levels: readonly number[]): Hint[] {
  if (levels.length === 0) return [];
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  if (mean < darkBelow) return [hints.dark];
  const spread = Math.sqrt(
    levels.reduce((sum, level) => sum + (level - mean) ** 2, 0) / levels.length,
  );
  if (spread < flatBelow) return [hints.empty];
  return mean > brightAbove ? [hints.bright] : [];
}

/** The part of the 2d context used here; the platform's typings have none. */
type Context = {
  drawImage(image: unknown, x: number, y: number, width: number, height: number): void;
  getImageData(x: number, y: number, width: number, height: number): { data: Uint8ClampedArray };
};

async function brightness(path: string): Promise<number[]> {
  const canvas = wx.createOffscreenCanvas({ type: '2d', width: sampleWidth, height: sampleHeight });
  const image = canvas.createImage();
  await new Promise<void>((loaded, failed) => {
    image.onload = () => loaded();
    image.onerror = () => failed(new Error('the picture cannot be drawn'));
    image.src = path;
  });
  const context = canvas.getContext('2d') as Context;
  context.drawImage(image, 0, 0, sampleWidth, sampleHeight);
  const { data } = context.getImageData(0, 0, sampleWidth, sampleHeight);
  return Array.from({ length: data.length / 4 }, (_, place) => {
    const [red = 0, green = 0, blue = 0] = data.slice(place * 4, place * 4 + 3);
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  });
}
