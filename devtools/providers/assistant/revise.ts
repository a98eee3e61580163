import { anotherStyle, namesStyle } from './choices';
import type { Picture } from './format';
import { pick } from './pick';
import { promptOf, themeOf } from './prompts';
import { commonScenes } from './themes';
import type { Words } from './words';

/** `what` describes the change to the user. A null `style` keeps the last one. */
export type Revision = { what: string; prompt: string; style: string | null };

const another =
  /^(?:再来|再给|再|换)一?[个张幅版]?(?:别的|另外的)?(?:场景|画面|背景|地方|构图|角度)?[吧。]?$/;
const anotherLook = /换一?[个种]?别?的?(?:风格|画风)/;
const addition = /^(?:[^，]{1,4}，)?再?(?:加|放|添)/;
const degree = /^(?:[^，]{1,4}，)?([^，。]{0,8}?)一[点些]的?$/;
const replacement = /(?:换成|改成|变成|改画|换画)/;
const exchange = /(?:^|，)把?([^，]{1,8}?)(?:换成|改成|变成)([^，。]{1,12})/;
const beings =
  /[猫狗犬狐兔鹿熊鼠鸟马龙鱼鲸]|女孩|男孩|少[女年]|老人|奶奶|妈妈|宇航员|咖啡|蛋糕|花$/;

const opposites: readonly (readonly [RegExp, string])[] = [
  [/[暗黑]/, '光线明亮'],
  [/亮/, '光线柔和偏暗'],
  [/冷/, '暖色调'],
  [/[暖热]/, '冷色调'],
  [/[乱满]|复杂/, '构图简洁'],
  [/空|简单/, '细节丰富'],
  [/大/, '主体小一些'],
  [/小/, '主体大一些'],
];

/** The subject that replaces the last one, as in 换成一只狗; null when the message names none. */
export function newSubject({ text, wish }: Words): string | null {
  return replacement.test(text) && beings.test(wish) && !/把/.test(text) ? wish : null;
}

/** Changes one thing in the last picture and keeps everything that the message does not mention. */
export function revise(
  words: Words,
  topic: string,
  last: Picture,
  styles: readonly string[],
): Revision {
  const { text, wish } = words;
  const keep = (what: string, prompt: string): Revision => ({ what, prompt, style: null });
  const exchanged = exchangeIn(last.prompt, text);
  if (exchanged !== null) return keep(wish, exchanged);
  if (addition.test(text)) {
    const thing = wish.replace(/^(?:放|添)?[上入进]?(?:一?[点些])?/, '');
    return keep(wish, promptOf(thing, last.prompt, words));
  }
  if (anotherLook.test(text)) {
    const style = anotherStyle(last.style, styles);
    return { what: `换成${style}`, prompt: last.prompt, style };
  }
  if (/^换个?(?:颜色|色调)/.test(text)) {
    const tone = last.prompt.includes('冷色调') ? '暖色调' : '冷色调';
    return keep(tone, promptOf(null, last.prompt, { ...words, tones: [tone] }));
  }
  if (another.test(text)) {
    const scenes = themeOf(topic)?.scenes ?? commonScenes;
    const fresh = scenes.filter((scene) => !last.prompt.includes(scene));
    const [first = commonScenes[0], ...others] = fresh;
    return keep('换一个画面', promptOf(topic, pick([first, ...others], last.prompt), words));
  }
  const subject = newSubject(words);
  if (subject !== null) {
    const scene = themeOf(subject)?.scenes ?? commonScenes;
    return keep(wish, promptOf(subject, pick(scene, text), words));
  }
  const more = moreOf(words);
  if (more !== null) {
    return keep(more.length > 0 ? more.join('、') : wish, changedTone(last.prompt, words, more));
  }
  const place = themeOf(text);
  if (place !== null && words.unwanted.length === 0) {
    return keep(wish, promptOf(topic, pick(place.scenes, text), words));
  }
  const isTone = words.tones.length + words.unwanted.length > 0 || namesStyle(text);
  if (isTone) return keep(wish, changedTone(last.prompt, words, []));
  return keep(wish, promptOf(wish, last.prompt, words));
}

/** Handles 把伞换成蓝色的; null unless the picture contains the thing to replace. */
function exchangeIn(prompt: string, text: string): string | null {
  const [, before = '', after = ''] = exchange.exec(text) ?? [];
  const thing = before.replace(/^(?:把|将|那|这|「)+|」$/g, '');
  if (thing === '' || !prompt.includes(thing)) return null;
  const colour = /^(.{1,3}色)的?$/.exec(after)?.[1];
  const other =
    colour === undefined ? after.replace(/^「|[吧了的」]+$/g, '') : `${colour}的${thing}`;
  return prompt.replaceAll(thing, other);
}

/** Prompt words for messages such as 再亮一点, 太暗了 and 不要太乱; null when the message is about something else. */
function moreOf({ text, tones }: Words): string[] | null {
  const tooMuch = /(?:太|这么|那么)([^，。]{1,4}?)了?$/.exec(text)?.[1];
  if (tooMuch !== undefined) {
    return opposites.filter(([pattern]) => pattern.test(tooMuch)).map(([, words]) => words);
  }
  const much = degree.exec(text)?.[1];
  if (much === undefined) return null;
  if (tones.length > 0) return tones;
  const plain = much.replace(/^(?:要|再|更|稍微|能不能|可以)+/, '');
  // 人少一点 puts the thing before the degree.
  const [, thing, amount] = /^([^再更]{1,3})([多少大小高低])$/.exec(plain) ?? [];
  if (thing !== undefined && amount !== undefined) return [`${thing}更${amount}`];
  return [/[再更]/.test(plain) ? plain.replace(/[再更]/, '更') : `更${plain}`];
}

/** Never returns an empty prompt: when every part is unwanted, it falls back to a generic scene. */
function changedTone(last: string, { unwanted, tones }: Words, more: readonly string[]): string {
  const wanted = [...new Set([...tones, ...more])];
  const prompt = promptOf(null, last, { unwanted, tones: wanted });
  return prompt === '' ? commonScenes[0] : prompt;
}
