import { pick } from './pick';

const styleWords: readonly (readonly [RegExp, string])[] = [
  [/水墨|国风|国画/, '国风水墨'],
  [/水彩/, '水彩'],
  [/照片|真实|写实|摄影/, '写实'],
  [/胶片|复古|老照片/, '胶片'],
  [/卡通|动漫|二次元/, '动漫'],
  [/油画/, '油画'],
  [/像素/, '像素'],
  [/赛博|霓虹/, '赛博朋克'],
  [/绘本|童书/, '绘本'],
  [/扁平|插画/, '平面插画'],
];
const ratioWords: readonly (readonly [RegExp, string])[] = [
  [/头像|方图|正方/, '1:1'],
  [/手机壁纸|竖屏/, '9:16'],
  [/电脑壁纸|横幅|横屏|封面/, '16:9'],
  [/海报|竖/, '3:4'],
];

export function namesStyle(text: string): boolean {
  return [...styleWords, ...ratioWords].some(([pattern]) => pattern.test(text));
}

export function wantedStyle(text: string, styles: readonly string[]): string | undefined {
  const meant = styleWords.find(([pattern]) => pattern.test(text))?.[1];
  return styles.find((name) => text.includes(name) || name === meant);
}

export function wantedRatio(text: string, ratios: readonly string[]): string | undefined {
  const meant = ratioWords.find(([pattern]) => pattern.test(text))?.[1];
  return ratios.find((ratio) => text.includes(ratio)) ?? ratios.find((ratio) => ratio === meant);
}

export function preferred(name: string | undefined, list: readonly string[], seed: string): string {
  if (name !== undefined && (list.length === 0 || list.includes(name))) return name;
  const [first, ...others] = list;
  return first === undefined ? '' : pick([first, ...others], seed);
}

/** The next style in the list, for users who only ask for a different one. */
export function anotherStyle(style: string, styles: readonly string[]): string {
  return styles[(styles.indexOf(style) + 1) % styles.length] ?? style;
}
