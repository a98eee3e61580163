import { motifWords } from './motif-words';
import { nearestMotifs, unknownScenes } from './nearest';
import { hashText } from './random';
import type { Words } from './words';

export type Time = 'day' | 'dawn' | 'dusk' | 'night';
export type Weather = 'clear' | 'rain' | 'snow' | 'fog';
export type Mood =
  'plain' | 'warm' | 'calm' | 'joyful' | 'mysterious' | 'sad' | 'romantic' | 'dreamy';
export type StyleName =
  | 'flat'
  | 'watercolor'
  | 'ink'
  | 'picture-book'
  | 'cyberpunk'
  | 'pixel'
  | 'oil'
  | 'photo'
  | 'anime'
  | 'film'
  | 'sketch'
  | 'clay'
  | 'papercut';

/** What the painter understands from a prompt. */
export type Idea = {
  seed: number;
  style: StyleName;
  time: Time;
  /** Whether the text implies no time of day. */
  isAnyTime: boolean;
  weather: Weather;
  mood: Mood;
  /** Every motif found, in the order of the text. */
  motifs: string[];
  /** The first colour in the text, e.g. of a dress, a cat or an umbrella. */
  color: string | null;
  /** Whether the subject turns its back to the viewer. */
  isTurned: boolean;
  /** Whether the prompt makes a subject fly that by nature cannot. */
  isAloft: boolean;
};

const styles: readonly (readonly [StyleName, RegExp])[] = [
  ['watercolor', /水彩|watercolou?r/gi],
  ['ink', /国风水墨|水墨画?|国画|写意|ink[- ]wash|ink painting|sumi-?e/gi],
  ['picture-book', /绘本|童书|图画书|儿童插画|picture[- ]book|storybook/gi],
  ['cyberpunk', /赛博朋克|赛博|霓虹|cyberpunk|neon/gi],
  ['pixel', /像素|8[- ]?bit|pixel/gi],
  ['oil', /油画|厚涂|印象派|oil painting|impressionis\w+/gi],
  ['sketch', /素描|铅笔|线稿|sketch|pencil/gi],
  ['clay', /黏土|粘土|3D|皮克斯|盲盒|clay|render/gi],
  ['papercut', /剪纸|纸雕|折纸|paper[- ]?cut|origami/gi],
  ['film', /胶片|复古照片|film grain|analog/gi],
  ['anime', /动漫|动画|日漫|二次元|吉卜力|新海诚|anime|manga|ghibli/gi],
  ['photo', /写实|摄影|照片|真实感|photo\w*|realis\w+/gi],
  ['flat', /扁平|平面插画|矢量|flat|vector/gi],
];

const times: readonly (readonly [Time, RegExp])[] = [
  ['dusk', /黄昏|落日|夕阳|日落|傍晚|晚霞|dusk|sunset/i],
  ['dawn', /清晨|日出|黎明|早晨|晨光|朝阳|dawn|sunrise|morning/i],
  ['night', /夜|星空|月光|月亮|明月|满月|银河|极光|烟花|萤火|night|star|moon|aurora|firework/i],
];

const weathers: readonly (readonly [Weather, RegExp])[] = [
  ['rain', /雨|风暴|rain|storm/i],
  ['snow', /雪(?!糕)|冬|冰屋|南极|北极|冰川|圣诞|snow|winter|igloo|christmas/i],
  ['fog', /雾|云海|fog|mist/i],
];

const moods: readonly (readonly [Mood, RegExp])[] = [
  ['romantic', /浪漫|甜蜜|romantic|love/i],
  ['mysterious', /神秘|奇幻|魔法|幽|myster|magic/i],
  ['sad', /忧伤|悲伤|孤独|忧郁|怀旧|sad|lonely|melanchol/i],
  ['dreamy', /梦幻|梦境|童话|唯美|dream/i],
  ['joyful', /欢快|快乐|开心|热闹|活泼|治愈|joy|happy|cheer/i],
  ['calm', /宁静|安静|平静|静谧|清新|calm|quiet|peace|serene/i],
  ['warm', /温暖|温馨|暖|warm|cozy/i],
];

const colors: readonly (readonly [string, RegExp])[] = [
  ['#E08A3E', /橘|橙|orange/i],
  ['#C93F2E', /红|\bred\b|crimson/i],
  ['#E9B83F', /黄|金色|yellow|golden/i],
  ['#4E8A5B', /绿|青|green/i],
  ['#2F6DA8', /蓝|blue/i],
  ['#7A5BA6', /紫|purple|violet/i],
  ['#E79AA6', /粉|pink/i],
  ['#F4F1EA', /白|white/i],
  ['#2B2F36', /黑|black/i],
  ['#8D9399', /灰|gr[ae]y/i],
  ['#8A5B3C', /棕|褐|brown/i],
];

const first = <Name extends string>(
  words: readonly (readonly [Name, RegExp])[],
  text: string,
): Name | undefined => words.find(([, pattern]) => pattern.test(text))?.[0];

/** Names of clothes and techniques, and other words, that would be mistaken for weather, colours or things. */
const misleading =
  /雨衣|雨靴|留白|天光|自然光|墨分五色|淡彩|青与品红|自然色彩|宣纸|儿童|蘸水|水面感|银发|白胡子|书包|布衣|火红|青花|面馆|宣纸质感/g;

/** Reads a Chinese or English prompt, as far as the painter can draw it. */
export function readPrompt(prompt: string): Idea {
  let text = prompt;
  let style: StyleName = 'flat';
  for (const [name, pattern] of styles) {
    pattern.lastIndex = 0;
    if (!pattern.test(text)) continue;
    if (style === 'flat') style = name;
    // Remove the words of a style: 水墨 does not mean water, 绘本 does not mean a book.
    text = text.replace(pattern, ' ');
  }
  text = text.replace(misleading, ' ');
  const isNeon = style === 'cyberpunk';
  // Neon implies a city, which can be drawn.
  const motifs = motifsOf(isNeon ? `${text} city` : text, hashText(prompt));
  return {
    seed: hashText(prompt),
    style,
    time: first(times, text) ?? (isNeon ? 'night' : 'day'),
    isAnyTime:
      !isNeon &&
      first(times, text) === undefined &&
      !/白天|阳光|正午|蓝天|晴|day\b|sunny/i.test(text),
    weather: first(weathers, text) ?? 'clear',
    mood: first(moods, text) ?? 'plain',
    motifs,
    color: firstColor(text),
    isAloft: /会飞|飞翔|飞起来|飞在|飞过|天上飞|翅膀|flying|winged/i.test(text),
    isTurned: /背对|背影|望向|眺望|看着?远|from behind|back view/i.test(text),
  };
}

/** Light and plants around a subject; without a subject they would leave the middle of the picture empty. */
const surroundings = new Set([
  ...['sun', 'moon', 'star', 'lightning', 'cloud', 'grass', 'fern', 'lamp'],
]);

/** The place of a subject when the text names none. */
const homes: Record<string, string> = {
  ...{ crab: 'sea', camel: 'desert', rider: 'mountain', 'bullet-train': 'mountain' },
  ...{ taxi: 'street', bus: 'street', 'fire-truck': 'street', police: 'street' },
  ...{ firefighter: 'street', motorcycle: 'street', excavator: 'city', tractor: 'farm' },
};

const people = ['girl', 'boy', 'man', 'person'];

/** Motifs whose words contain those of other motifs, which are then not drawn. */
const covers: Record<string, readonly string[]> = {
  ...Object.fromEntries(
    [
      ...['family', 'couple', 'friends', 'children', 'elders', 'crowd', 'chef', 'doctor', 'police'],
      ...['firefighter', 'knight', 'ballerina', 'bride', 'athlete', 'singer', 'angel', 'hero'],
      ...['witch', 'apsara', 'floater'],
    ].map((name) => [name, people]),
  ),
  rider: ['horse', 'knight', ...people],
  floater: ['balloon', ...people],
  hero: ['athlete', 'ballerina', ...people],
  bride: ['couple', ...people],
  snowman: people,
  teddy: ['bear'],
  ship: ['boat'],
  'dragon-boat': ['boat', 'dragon'],
  'lotus-lamp': ['lotus', 'lamp', 'lantern'],
  'jack-o-lantern': ['pumpkin', 'lamp', 'lantern'],
  'spring-festival': ['lantern'],
  volcano: ['mountain'],
  iceberg: ['mountain'],
  igloo: ['house'],
  canyon: ['river'],
  'future-city': ['city'],
  flowerRows: ['flower', 'grass'],
  terraces: ['grass'],
  mooncake: ['cake'],
  'milk-tea': ['tea'],
  bus: ['school'],
};

function motifsOf(text: string, seed: number): string[] {
  const all = found(motifWords, text);
  const covered = new Set(all.flatMap((name) => covers[name] ?? []));
  const named = all.filter((name) => !covered.has(name));
  const home = named.length === 1 ? homes[named[0] ?? ''] : undefined;
  if (home !== undefined) return [...named, home];
  if (named.some((name) => !surroundings.has(name))) return named;
  const nearest = found(nearestMotifs, text);
  if (nearest.length > 0) return [...new Set([...named, ...nearest])];
  return named.length > 0 ? named : [...(unknownScenes[seed % unknownScenes.length] ?? [])];
}

/** The names whose words occur in the text, in its order. */
function found(words: Words, text: string): string[] {
  return words
    .map(([name, pattern]) => ({ name, at: text.search(pattern) }))
    .filter(({ at }) => at >= 0)
    .sort((one, other) => one.at - other.at)
    .map(({ name }) => name);
}

function firstColor(text: string): string | null {
  const found = colors
    .map(([color, pattern]) => ({ color, at: text.replace(/黄昏/g, '暮暮').search(pattern) }))
    .filter(({ at }) => at >= 0)
    .sort((one, other) => one.at - other.at);
  return found[0]?.color ?? null;
}
