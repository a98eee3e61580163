import type { Words } from './words';

/**
 * Subjects without a motif of their own, with the most similar motif. Used only when nothing else was found for the
 * middle of the picture.
 */
export const nearestMotifs: Words = [
  ['cake', /巧克力|布丁|奶油|chocolate|pudding/i],
  ['mooncake', /中秋|mid-autumn/i],
  ['rice', /晚饭|午饭|美食|菜肴|食物|饭|lunch|dinner|food|meal/i],
  ['bread', /小吃|零食|snack|cookie/i],
  ['fruit', /樱桃|梨|荔枝|石榴|cherries|pear/i],
  ['coffee', /饮料|杯|drink|mug/i],
  ['dog', /水獭|海豹|otter|seal/i],
  ['koala', /树懒|sloth/i],
  ['elephant', /犀牛|河马|猛犸|rhino|hippo|mammoth/i],
  ['dragon', /怪兽|麒麟|蛇|蜥蜴|鳄|monster|snake|lizard/i],
  ['ladybug', /蜻蜓|萤火虫|蚂蚁|虫|dragonfly|insect/i],
  ['fish', /虾|珊瑚|海马|贝壳|shrimp|coral|shell/i],
  ['cat', /宠物|动物|毛茸茸|\bpet|animal/i],
  ['robot', /机甲|手办|人工智能|mecha|android/i],
  ['ufo', /卫星|空间站|satellite/i],
  ['car', /救护车|坦克|车|ambulance|vehicle/i],
  ['train', /轨道|铁路|railway/i],
  ['boat', /码头|港口|harbou?r|\bport\b/i],
  ['pencils', /画家|绘画|颜料|artist|painter/i],
  ['book', /信|纸|学习|考试|letter|paper|study/i],
  ['camera', /电影|胶卷|回忆|movie|memory/i],
  ['lantern', /元宵|灯会|对联|节日|庆祝|festival|celebrat/i],
  ['heart', /求婚|爱|思念|love/i],
  ['girl', /妈妈|母亲|奶奶|模特|她|mother|model|\bshe\b/i],
  ['man', /爸爸|父亲|老师|飞行员|father|teacher|pilot/i],
  ['person', /我们|我|你|他|自己|\bi\b|myself|someone/i],
  ['mountain', /草甸|溶洞|岩|meadow|cave|rock/i],
  ['sea', /海岸|港湾|礁|coast|\bbay\b|reef/i],
  ['desert', /荒原|废墟|wasteland|ruins/i],
  ['house', /商店|超市|餐厅|花园|院子|家|shop|restaurant|garden|home/i],
  ['city', /科技|工厂|机场|车站|办公|tech|factory|airport|station|office/i],
  ['pine', /雪|冬|snow|winter/i],
  ['boat', /雨|雾|rain|fog/i],
  ['moon', /梦|夜|dream/i],
];

/** Attractive pictures for prompts in which no word is known; the text selects one. */
export const unknownScenes: readonly (readonly [string, ...string[]])[] = [
  ['house', 'tree', 'mountain'],
  ['boat', 'lake', 'mountain'],
  ['lighthouse', 'sea', 'cloud'],
  ['balloon', 'mountain', 'cloud'],
  ['temple', 'cherry', 'lake'],
  ['cat', 'window'],
  ['windmill', 'flowerRows'],
  ['girl', 'flower', 'tree'],
];
