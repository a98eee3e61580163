import type { Words } from './words';

/**
 * Subjects without a motif of their own, and what comes nearest to them. They are asked for only where nothing else was
 * found that could stand in the middle of the picture.
 */
export const nearestMotifs: Words = [
  [
    'cake',
    /汉堡|披萨|面包|三明治|饼干|月饼|冰淇淋|冰激凌|甜甜圈|巧克力|糖果|burger|pizza|bread|cookie|ice cream|donut|chocolate/i,
  ],
  [
    'noodles',
    /米饭|寿司|烧烤|麻辣烫|粥|汤圆|粽子|包子|年夜饭|早餐|便当|rice|sushi|barbecue|breakfast|bento|soup/i,
  ],
  [
    'fruit',
    /葡萄|西瓜|香蕉|菠萝|芒果|樱桃|蔬菜|番茄|南瓜|玉米|grape|melon|banana|pineapple|mango|vegetable|tomato|pumpkin/i,
  ],
  ['coffee', /奶茶|果汁|啤酒|鸡尾酒|酒杯|可乐|juice|beer|wine|cocktail|mug/i],
  ['rabbit', /仓鼠|松鼠|老鼠|刺猬|豚鼠|hamster|squirrel|mouse|hedgehog/i],
  ['dog', /狼|猪|水獭|浣熊|wolf|\bpig|otter|raccoon/i],
  ['panda', /考拉|树懒|猴|猩猩|koala|sloth|monkey/i],
  [
    'deer',
    /马(?!路)|牛|长颈鹿|斑马|骆驼|独角兽|大象|horse|\bcow|giraffe|zebra|camel|unicorn|elephant/i,
  ],
  ['bird', /鸡|鸭|鹅|鸽|鹰|孔雀|天鹅|凤凰|chicken|duck|goose|pigeon|eagle|peacock|swan|phoenix/i],
  ['butterfly', /蜜蜂|蜻蜓|瓢虫|昆虫|\bbee|dragonfly|ladybug|insect/i],
  ['fish', /鲨|章鱼|螃蟹|虾|珊瑚|海豚|shark|octopus|crab|coral|dolphin/i],
  ['dragon', /恐龙|怪兽|麒麟|dinosaur|monster/i],
  ['robot', /机甲|玩具|手办|无人机|mecha|toy|drone|android/i],
  ['rocket', /飞机|直升机|飞碟|卫星|plane|helicopter|ufo|satellite/i],
  ['car', /卡车|货车|摩托|出租车|救护车|消防车|拖拉机|坦克|truck|motorcycle|taxi|tractor|tank/i],
  ['train', /高铁|动车|轨道|railway/i],
  ['boat', /渡轮|潜艇|码头|港口|ferry|submarine|harbou?r|\bport\b/i],
  ['guitar', /钢琴|小提琴|鼓|琵琶|古筝|音乐|乐器|piano|violin|drum|music/i],
  [
    'book',
    /电脑|手机|相机|键盘|笔|信|钟|钥匙|工具|锤|剪刀|眼镜|laptop|phone|camera|pen\b|letter|clock|key\b|tool|hammer|glasses/i,
  ],
  [
    'dress',
    /帽|鞋|包(?!子)|首饰|戒指|项链|口红|香水|shoe|\bhat\b|\bbag\b|ring\b|necklace|lipstick|perfume/i,
  ],
  ['lantern', /春节|新年|元宵|过年|灯会|福字|对联|舞龙|new year|festival/i],
  ['moon', /中秋|嫦娥|mid-autumn/i],
  ['pine', /圣诞|christmas/i],
  ['boat', /端午|龙舟|dragon boat/i],
  ['heart', /婚礼|情人节|七夕|求婚|wedding|valentine/i],
  [
    'girl',
    /妈妈|母亲|奶奶|新娘|护士|舞者|芭蕾|模特|歌手|天使|女巫|mother|bride|nurse|dancer|ballet|model|singer|angel|witch/i,
  ],
  [
    'man',
    /爸爸|父亲|医生|老师|厨师|警察|消防员|骑士|武士|将军|father|doctor|teacher|chef|police|knight|samurai/i,
  ],
  [
    'boy',
    /超人|英雄|飞行员|运动员|足球|篮球|滑板|跑步|hero|pilot|athlete|football|basketball|skater|runner/i,
  ],
  ['person', /家庭|一家|朋友|情侣|同学|人群|我们|他|她|family|friends|couple|crowd|team/i],
  ['mountain', /峡谷|冰川|火山|悬崖|草甸|梯田|canyon|glacier|volcano|cliff|terrace/i],
  ['sea', /海岸|港湾|冰山|礁|coast|bay\b|iceberg|reef/i],
  ['desert', /荒原|废墟|金字塔|wasteland|ruins|pyramid/i],
  ['house', /学校|医院|商店|超市|餐厅|花园|院子|农场|school|hospital|shop|restaurant|garden|farm/i],
  ['city', /未来|科技|工厂|机场|车站|办公|future|tech|factory|airport|station|office/i],
];

/** For what no word says: places worth looking at, chosen by the text. */
export const unknownScenes: readonly (readonly [string, ...string[]])[] = [
  ['house', 'tree', 'mountain'],
  ['boat', 'lake', 'mountain'],
  ['lighthouse', 'sea', 'cloud'],
  ['balloon', 'mountain', 'cloud'],
  ['temple', 'cherry', 'lake'],
  ['cat', 'window'],
  ['girl', 'flower', 'tree'],
];
