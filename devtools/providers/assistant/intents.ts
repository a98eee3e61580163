import { isUnclear } from './words';
import type { Words } from './words';

/**
 * `wish`: asks for a new picture. `change`: asks for a change of the last one. `approval`: accepts the last one.
 * `unclear`: asks for a picture without naming a subject. `vague`: asks for an idea.
 */
export type Intent =
  | 'greeting'
  | 'thanks'
  | 'help'
  | 'recall'
  | 'elsewhere'
  | 'approval'
  | 'vague'
  | 'change'
  | 'unclear'
  | 'wish';

const intents: readonly (readonly [Intent, RegExp])[] = [
  ['recall', /(?:刚才|之前|前面|上面).*(?:说|聊|提)|还记得|记不记得/],
  [
    'thanks',
    /^(?!.*(?:再(?!见)|换|改|加|不要))[好嗯的哦，, ]{0,4}(?:谢谢|多谢|感谢|辛苦|再见|拜拜)/,
  ],
  [
    'greeting',
    /^(?:你好|您好|早上好|下午好|晚上好|早安|嗨|哈喽|在吗|hi|hello|hey)[\s，。！!~～呀啊]*$/i,
  ],
  ['help', /你(?:都|还)?(?:能|会|可以)(?:做|干|画|帮)?.{0,3}(?:什么|啥)|你是谁|怎么用|有什么功能/],
  ['elsewhere', /股票|彩票|天气预报|写代码|编程|作业|论文|翻译|新闻|多少钱|充值|会员|退款/],
  // A quoted subject means a new picture, even when the sentence starts with 把.
  ['wish', /^.{0,4}[「『“"][^」』”"]+[」』”"].{0,4}(?:画成|变成|做成|画出来)/],
  ['wish', /换个?(?:主题|话题)[，,。\s]+\S/],
  [
    'vague',
    /没有?灵感|不知道画什么|画(?:点|些)什么|画什么好|随便|推荐|给.*点子|换个?(?:主题|话题)/,
  ],
  [
    'approval',
    /^(?:嗯|好|好的|好啊|行|可以|不错|很好|真好|喜欢|太棒了|好看|漂亮|就这[个张]|就它)+[，。！!了吧呀啊~～\s]*$/,
  ],
  [
    'change',
    /^(?:谢谢|不错|很好|好的?[，,]|可以[，,]|嗯|喜欢).*(?:再|换|改|版|加|不要)|^(?:再|换|改|把|能不能换|加|去掉|不要|别)|版本?$|[更多少].{0,3}一点$/,
  ],
  ['change', /^.{0,6}(?:换成|改成)|^[^，。]{0,4}[再更稍].{1,5}一[点些]的?$|^太.{1,4}了?$/],
  ['change', /^要?[^，。画]{1,4}一[点些]的?$/],
];

export function intentOf(words: Words): Intent {
  const found = intents.find(([, pattern]) => pattern.test(words.text))?.[0];
  return found ?? (isUnclear(words) ? 'unclear' : 'wish');
}
