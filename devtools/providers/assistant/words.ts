/** What the assistant understands from a message. */
export type Words = {
  text: string;
  /** What the user wants to see, in the user's own words; never empty. */
  wish: string;
  /** What the user does not want to see. */
  unwanted: string[];
  /** Mood and time of day, as words for a prompt. */
  tones: string[];
};

const tones: readonly (readonly [RegExp, string])[] = [
  [/安静|宁静|静谧/, '静谧'],
  [/热闹|欢乐|开心/, '热闹明快'],
  [/孤独|孤单|清冷/, '清冷疏离'],
  [/温暖|治愈|温馨|暖一/, '温暖治愈'],
  [/神秘|幽深/, '神秘幽深'],
  [/可爱|萌/, '圆润可爱'],
  [/梦幻|唯美|童话/, '梦幻柔光'],
  [/科幻|未来|酷/, '冷峻的未来感'],
  [/浪漫|甜蜜/, '浪漫'],
  [/有趣|搞笑|好玩/, '诙谐'],
  [/清晨|早晨|早上|日出/, '晨光斜照'],
  [/黄昏|傍晚|日落|夕阳/, '暖橙色的余晖'],
  [/夜|晚上/, '深蓝夜色里的暖灯'],
  [/春/, '初春的新绿'],
  [/夏/, '盛夏的浓荫'],
  [/(?<!中)秋/, '金黄的落叶'],
  [/雾/, '薄雾'],
];

// Removed repeatedly, so their order does not matter.
const opening =
  /^(?:你好|您好|嗨|哈喽|不错|很好|真好|好的|好|可以|嗯|喜欢|太棒了|请问|请|麻烦|帮我|给我|帮忙|我|想要|想|要|能不能|能|可不可以|再|来|给|画|做|生成|设计|一下|一张|一幅|一个|一些|张|幅|换成|换|改成|改|变成|关于|手机|电脑|有|这个|那个|它|把|让|加上|加|个|[\s，,。！!、~～])/;
const closing =
  /(?:的?(?:图片|图|画面|画|版本|版|照片|壁纸|海报|头像|主题|样子|感觉)|怎么画|怎么样|好吗|可以吗|吧|呢|吗|啊|呀|了|一点|一些|的|[\s~～])$/;
const maxWishLength = { han: 16, latin: 40 };

export function understand(message: string): Words {
  const text = message.trim();
  return {
    text,
    wish: wishOf(text),
    unwanted: unwantedOf(text),
    tones: tones.filter(([pattern]) => pattern.test(text)).map(([, tone]) => tone),
  };
}

/** Combines a message with the previous one, which still holds: first 手机壁纸, then 海边. */
export function joinWords(before: Words, now: Words): Words {
  return {
    text: `${before.text}，${now.text}`,
    wish: now.wish,
    unwanted: [...before.unwanted, ...now.unwanted],
    tones: [...new Set([...before.tones, ...now.tones])],
  };
}

const mood =
  /^(?:安静|宁静|静谧|热闹|欢乐|孤独|温暖|治愈|温馨|神秘|可爱|梦幻|唯美|科幻|浪漫|有趣|好玩|暖|亮|好看|漂亮|美|高级|特别|酷|有感觉|艺术|手机|电脑|图片?|画|照片|壁纸|头像|海报|东西|什么|[有感点些的一])+$/;

/** Whether the message names only a mood or a purpose, but nothing to show. */
export function isUnclear({ text }: Words): boolean {
  const bare = text.replace(/[\s，。！？,.!?~～]+$/u, '');
  if (bare === '' || bare.length > 12) return false;
  const peeled = peel(bare);
  return peeled === '' || mood.test(bare) || mood.test(peeled);
}

const quoted = /[「『“"]([^」』”"]{1,16})[」』”"]/;

function wishOf(text: string): string {
  const subject = quoted.exec(text)?.[1]?.trim() ?? '';
  if (subject !== '') return subject;
  const clauses = text
    .split(/[，。！？；,.!?;\n]/)
    .filter((clause) => !/^(?:不要|别|不画|去掉|换个?(?:主题|话题))/.test(clause));
  const peeled = clauses.map(peel).find((clause) => clause !== '') ?? text;
  const longest = /\p{Script=Han}/u.test(peeled) ? maxWishLength.han : maxWishLength.latin;
  return Array.from(peeled).slice(0, longest).join('').trim();
}

function peel(clause: string): string {
  // 给外婆做一张贺卡 is read as a wish for 外婆的贺卡.
  let rest = clause.trim().replace(/(?<=给.+)(?:做|画)一?[张幅个]/, '的');
  for (;;) {
    const shorter = rest.replace(opening, '').replace(closing, '').trim();
    if (shorter === rest) return rest;
    rest = shorter;
  }
}

function unwantedOf(text: string): string[] {
  const found = [...text.matchAll(/(?:不要|别画|不画|去掉|没有)([^，。！？；,.!?;\n]{1,14})/g)];
  return (
    found
      .flatMap(([, things = '']) => things.split(/和|、|跟|与|或者|或/))
      .map((thing) => thing.replace(/[了吧呢的]+$/, '').trim())
      // 不要太暗 is about the light and names no thing.
      .filter((thing) => thing !== '' && !/^(?:太|这么|那么)/.test(thing))
      .slice(0, 3)
  );
}

/** Removes the parts of a scene that mention something unwanted. */
export function without(scene: string, unwanted: readonly string[]): string {
  return scene
    .split('，')
    .filter((part) => !unwanted.some((thing) => part.includes(thing)))
    .join('，');
}
