import { createRandom, hashText } from '../painter/random';
import { choicesOf, readFormat, writePicture } from './format';
import type { Format } from './format';
import { commonLooks, commonScenes, themes } from './themes';
import type { Theme } from './themes';
import { intentOf, understand, without } from './words';
import type { Words } from './words';

const maxPromptLength = 160;

export type Turn = { role: 'system' | 'user' | 'assistant'; text: string };

/**
 * An assistant for picture ideas out of rules: the same conversation always gets the same answer, another question gets
 * another one. It names what was said before, and follows the system prompt's form for a proposed picture.
 */
export function answerTo(turns: readonly Turn[]): string {
  const format = readFormat(turns.find(({ role }) => role === 'system')?.text ?? '');
  const said = turns.filter(({ role }) => role === 'user').map(({ text }) => text);
  const words = understand(said.at(-1) ?? '');
  const earlier = said.slice(0, -1);
  const topic = topicOf(earlier);

  switch (intentOf(words)) {
    case 'greeting':
      return topic === null
        ? '你好呀。今天想画点什么？说一个地方、一种天气，或者一个让你惦记的人都行。'
        : `我在呢。刚才的「${topic}」要接着画，还是换个新的念头？`;
    case 'thanks':
      return topic === null
        ? '不客气。有了新的念头随时来说，半句话也行。'
        : `不客气，「${topic}」画好了记得看看细节。下次有半句念头，也可以直接丢给我。`;
    case 'recall':
      return recall(earlier);
    case 'elsewhere':
      return `这个我帮不上忙，不过「${words.wish}」也能变成画面。要不要说说，提到它你先看见什么？`;
    case 'vague':
      return withPicture(suggest(words, topic, earlier.length), words, format);
    case 'change': {
      const last = lastPicture(turns, format);
      if (topic !== null) return withPicture(change(words, topic, last), words, format);
      // Nothing to change yet, and 再来一个 names nothing to see either.
      const isEmpty = words.wish === words.text;
      return withPicture(isEmpty ? suggest(words, null, 0) : imagine(words, null), words, format);
    }
    case 'wish':
      return withPicture(imagine(words, topic), words, format);
  }
}

type Idea = { talk: string; prompt: string; theme: Theme | null };

function withPicture({ talk, prompt, theme }: Idea, { text }: Words, format: Format): string {
  const { styles, ratios } = choicesOf(format);
  const picture = {
    prompt: Array.from(prompt).slice(0, maxPromptLength).join(''),
    style: wantedStyle(text, styles) ?? preferred(theme?.style, styles, text),
    ratio: wantedRatio(text, ratios) ?? preferred(theme?.ratio, ratios, text),
  };
  return `${talk}\n\n${writePicture(format, picture)}`;
}

function suggest(words: Words, topic: string | null, saidBefore: number): Idea {
  const theme = pick(themes, `${words.text}${saidBefore}`);
  const again = topic === null ? '' : `「${topic}」先放一放，换口气。`;
  return {
    talk: `${again}那就从眼前的小事开始。${pick(theme.looks, words.text)}`,
    prompt: promptOf(null, pick(theme.scenes, words.text), words),
    theme,
  };
}

function imagine(words: Words, topic: string | null): Idea {
  const theme = themeOf(words.text);
  const before = topic === null ? '' : `刚才的「${topic}」先放着，来看「${words.wish}」。`;
  const absent = words.unwanted.length === 0 ? '' : `不放${words.unwanted.join('、')}。`;
  return {
    talk: `${before}${pick(theme?.looks ?? commonLooks, words.text)}${absent}这样如何——`,
    prompt: promptOf(words.wish, pick(theme?.scenes ?? commonScenes, words.text), words),
    theme,
  };
}

/** A place or a subject brings a scene of its own; an addition, a style or a mood stays with the last picture. */
function change(words: Words, topic: string, last: string | null): Idea {
  const place = themeOf(words.text);
  const kept = words.unwanted.length > 0 ? `去掉${words.unwanted.join('、')}，别的留着。` : '';
  const talk = `在「${topic}」上接着改：${words.wish}。${kept}${pick(place?.looks ?? commonLooks, words.text)}`;
  const theme = place ?? themeOf(topic);
  const isAddition = /^再?(?:加|放|添)/.test(words.text);
  if (last !== null && isAddition) {
    return { talk, prompt: promptOf(words.wish, last, words), theme };
  }
  const isTone = words.tones.length + words.unwanted.length > 0 || namesStyle(words.text);
  if (last !== null && place === null && isTone) {
    return { talk, prompt: promptOf(null, last, words), theme };
  }
  return {
    talk,
    prompt: promptOf(topic, pick(theme?.scenes ?? commonScenes, words.text), words),
    theme,
  };
}

/** The picture that the assistant proposed last, by the first line of the form. */
function lastPicture(turns: readonly Turn[], format: Format): string | null {
  const label = format[0]?.label;
  if (label === undefined) return null;
  const answers = turns.filter(({ role }) => role === 'assistant').map(({ text }) => text);
  const lines = answers.join('\n').split('\n');
  const last = lines.filter((line) => line.startsWith(`【${label}】`)).at(-1);
  return last?.slice(label.length + 2).trim() ?? null;
}

/** The last picture that was wished for: what came after it only changed it. */
function topicOf(earlier: readonly string[]): string | null {
  const all = earlier.map(understand);
  const last = all.filter((words) => intentOf(words) === 'wish').at(-1) ?? all.at(-1);
  return last?.wish ?? null;
}

function recall(earlier: readonly string[]): string {
  if (earlier.length === 0) return '这是我们说的第一句话呢。想画什么，从这里开始就好。';
  const list = earlier.map((text) => `「${understand(text).wish}」`).join('，然后是');
  return `记得的，你先说了${list}。想接着哪一个画下去？`;
}

function themeOf(text: string): Theme | null {
  return themes.find(({ words }) => words.test(text)) ?? null;
}

function promptOf(subject: string | null, scene: string, { unwanted, tones }: Words): string {
  const seen = without(scene, unwanted);
  const isNamed = subject === null || seen.includes(subject) || unwanted.includes(subject);
  const more = tones.filter((tone) => !seen.includes(tone));
  return [...(isNamed ? [] : [subject]), seen, ...more].filter((part) => part !== '').join('，');
}

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

function namesStyle(text: string): boolean {
  return [...styleWords, ...ratioWords].some(([pattern]) => pattern.test(text));
}

function wantedStyle(text: string, styles: readonly string[]): string | undefined {
  const meant = styleWords.find(([pattern]) => pattern.test(text))?.[1];
  return styles.find((name) => text.includes(name) || name === meant);
}

function wantedRatio(text: string, ratios: readonly string[]): string | undefined {
  const meant = ratioWords.find(([pattern]) => pattern.test(text))?.[1];
  return ratios.find((ratio) => text.includes(ratio)) ?? ratios.find((ratio) => ratio === meant);
}

function preferred(name: string | undefined, list: readonly string[], seed: string): string {
  if (name !== undefined && (list.length === 0 || list.includes(name))) return name;
  const [first, ...others] = list;
  return first === undefined ? '' : pick([first, ...others], seed);
}

function pick<Item>(items: readonly [Item, ...Item[]], seed: string): Item {
  return createRandom(hashText(seed)).pick([...items]);
}
