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

/** What the painter understood of a prompt. */
export type Idea = {
  seed: number;
  style: StyleName;
  time: Time;
  weather: Weather;
  mood: Mood;
  /** Every motif found, in the order of the text. */
  motifs: string[];
  /** The first colour named, e.g. of a dress, a cat, an umbrella. */
  color: string | null;
  /** The subject turns its back to us. */
  isTurned: boolean;
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
  ['snow', /雪|冬|snow|winter/i],
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

export const motifWords: Words = [
  ['cat', /(?<!熊)猫(?!头鹰)|\bcats?\b|kitten/i],
  ['dog', /狗|犬|柴|\bdogs?\b|puppy|corgi/i],
  ['panda', /熊猫|panda/i],
  ['bear', /(?<!小)(?<!灰)熊(?!猫)|小熊(?!猫)|\bbear/i],
  ['rabbit', /兔|rabbit|bunny/i],
  ['fox', /狐|\bfox/i],
  ['tiger', /虎|tiger/i],
  ['lion', /狮|\blion/i],
  ['deer', /鹿|\bdeer|reindeer/i],
  ['sheep', /羊|sheep|lamb/i],
  ['dragon', /龙|dragon/i],
  ['penguin', /企鹅|penguin/i],
  ['owl', /猫头鹰|\bowl/i],
  ['bird', /鸟|麻雀|燕|鹦鹉|\bbirds?\b/i],
  ['crane', /鹤|crane|heron/i],
  ['koi', /锦鲤|金鱼|\bkoi|goldfish/i],
  ['fish', /(?<![鲸鳄金])鱼|\bfish/i],
  ['whale', /鲸|whale/i],
  ['jellyfish', /水母|jellyfish/i],
  ['turtle', /龟|turtle/i],
  ['butterfly', /蝴蝶|蝶|butterfl/i],
  ['astronaut', /宇航员|航天员|astronaut/i],
  ['robot', /机器人|机器猫|robot/i],
  ['girl', /女孩|少女|姑娘|小女|精灵|婆婆|女子|女生|女人|公主|仙女|\bgirl|woman|lady|princess/i],
  ['boy', /男孩|少年|男生|小男|王子|\bboy/i],
  ['man', /男人|男子|老人|侠|诗人|旅人|老爷爷|渔翁|船长|爷爷|captain|\bman\b|traveler|wizard/i],
  ['person', /人物|孩子|小朋友|行人|一个人|的人|人(?=在|站|走|撑|坐|看)|\bperson|people|child/i],
  ['umbrella', /伞|umbrella/i],
  ['mountain', /山|峰|岭|mountain|\bpeak/i],
  ['sea', /海|浪|沙滩|岛|\bsea\b|ocean|beach|wave/i],
  ['river', /河|溪|江|river|stream/i],
  ['lake', /湖|池|lake|pond/i],
  ['waterfall', /瀑布|waterfall/i],
  ['forest', /森林|树林|林间|林中|forest|woods/i],
  ['pine', /松|杉|pine|fir\b/i],
  ['bamboo', /竹|bamboo/i],
  ['cherry', /樱|桃花|梅花|cherry|plum blossom/i],
  ['maple', /枫|红叶|秋|maple|autumn/i],
  ['tree', /树|\btrees?\b/i],
  ['lotus', /荷|莲|lotus/i],
  ['sunflower', /向日葵|sunflower/i],
  ['flower', /(?<![烟雪火浪])花(?!灯|瓶|火)|玫瑰|flower|rose|tulip|blossom/i],
  ['fern', /蕨|盆栽|绿植|叶|fern|leaf|leaves/i],
  ['grass', /草(?!莓)|田|麦|牧|原野|grass|meadow|field|wheat/i],
  ['mushroom', /蘑菇|mushroom/i],
  ['desert', /沙漠|戈壁|desert|dune/i],
  ['sun', /太阳|落日|夕阳|日出|朝阳|阳光|\bsun/i],
  ['moon', /月|moon/i],
  ['star', /星|银河|\bstars?\b|galaxy/i],
  ['lightning', /闪电|雷|lightning|thunder/i],
  ['aurora', /极光|aurora/i],
  ['rainbow', /彩虹|rainbow/i],
  ['cloud', /云|cloud/i],
  ['firework', /烟花|烟火|firework/i],
  ['planet', /宇宙|太空|星球|行星|月球|火星|\bspace|planet|cosm/i],
  ['city', /城(?!堡)|高楼|楼群|摩天|都市|\bcity|skyline|skyscraper/i],
  ['street', /街|巷|路口|马路|street|alley|\broad/i],
  ['house', /房|屋|村|小镇|农舍|木屋|家(?=园|门)|house|cabin|cottage|village/i],
  ['temple', /寺|庙|宫|亭|(?<!灯)塔|古镇|江南|temple|pagoda|palace/i],
  ['castle', /城堡|castle/i],
  ['lighthouse', /灯塔|lighthouse/i],
  ['bridge', /桥|bridge/i],
  ['boat', /船(?!长|舵)|舟|船长|帆|\bboat|ship|sail/i],
  ['train', /火车|列车|电车|地铁|train|tram/i],
  ['car', /汽车|小车|轿车|跑车|巴士|\bcar\b|\bbus\b/i],
  ['bicycle', /自行车|单车|bicycle|bike/i],
  ['balloon', /气球|balloon/i],
  ['kite', /风筝|kite/i],
  ['rocket', /火箭|飞船|rocket|spaceship/i],
  ['lantern', /灯笼|孔明灯|花灯|lantern/i],
  ['lamp', /台灯|路灯|灯(?!笼|塔)|lamp|light bulb/i],
  ['window', /窗|window/i],
  ['indoor', /室内|房间|卧室|客厅|书房|厨房|桌|indoor|\broom|desk|table/i],
  ['cafe', /咖啡馆|咖啡店|咖啡厅|cafe/i],
  ['book', /书|\bbooks?\b|library|reading/i],
  ['tea', /茶|\btea\b/i],
  ['coffee', /咖啡|拿铁|coffee|latte/i],
  ['cake', /蛋糕|甜点|甜品|生日|cake|dessert/i],
  ['fruit', /水果|苹果|橙子|柠檬|桃子|(?<!生日)草莓(?!生日|蛋糕)|fruit|apple|orange juice|lemon/i],
  ['noodles', /面条|拉面|火锅|饺子|noodle|ramen|dumpling/i],
  ['guitar', /吉他|guitar/i],
  ['vase', /花瓶|瓷|vase|porcelain/i],
  ['dress', /裙|旗袍|汉服|衣|外套|毛衣|服装|dress|clothes|coat|sweater|garment/i],
  ['heart', /爱心|心形|heart/i],
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

/** Words of clothes, names and techniques that would be taken for weather, colours or things. */
const misleading =
  /雨衣|雨靴|留白|天光|自然光|墨分五色|淡彩|青与品红|自然色彩|宣纸|儿童|蘸水|水面感|银发|白胡子|书包|布衣|火红|青花|面馆|宣纸质感/g;

/** Reads a prompt, Chinese or English, as far as the painter can draw it. */
export function readPrompt(prompt: string): Idea {
  let text = prompt;
  let style: StyleName = 'flat';
  for (const [name, pattern] of styles) {
    pattern.lastIndex = 0;
    if (!pattern.test(text)) continue;
    if (style === 'flat') style = name;
    // 水墨 is no water, 绘本 no book: the words of a style are not looked at again.
    text = text.replace(pattern, ' ');
  }
  text = text.replace(misleading, ' ');
  const isNeon = style === 'cyberpunk';
  // Neon stands in a city, which is something to draw.
  const motifs = motifsOf(isNeon ? `${text} city` : text, hashText(prompt));
  return {
    seed: hashText(prompt),
    style,
    time: first(times, text) ?? (isNeon ? 'night' : 'day'),
    weather: first(weathers, text) ?? 'clear',
    mood: first(moods, text) ?? 'plain',
    motifs,
    color: firstColor(text),
    isTurned: /背对|背影|望向|眺望|看着?远|from behind|back view/i.test(text),
  };
}

/** Light and plants around a subject; without one they leave the middle of the picture empty. */
const surroundings = new Set([
  ...['sun', 'moon', 'star', 'lightning', 'cloud', 'grass', 'fern', 'lamp'],
]);

function motifsOf(text: string, seed: number): string[] {
  const named = found(motifWords, text);
  if (named.some((name) => !surroundings.has(name))) return named;
  const nearest = found(nearestMotifs, text);
  if (nearest.length > 0) return [...new Set([...named, ...nearest])];
  return named.length > 0 ? named : [...(unknownScenes[seed % unknownScenes.length] ?? [])];
}

/** The names whose words are in the text, in its order. */
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
