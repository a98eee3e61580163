import { lowestBaseLibrary } from '../../package/lowest';
import type { Finding } from './finding';

const guide = 'docs/deployment.zh-CN.md';

/** No API answers these: WeChat shows them in its consoles only. */
const steps: [text: string, remedy: string][] = [
  ['小程序备案已完成', `小程序后台「设置 → 基本设置 → 小程序备案」显示已备案；${guide} 第 2 步`],
  [
    '服务类目有「深度合成-AI绘画」；开放聊天还要「深度合成-AI问答」',
    `小程序后台「设置 → 基本设置 → 服务类目」；${guide} 第 3 步`,
  ],
  ['用户隐私保护指引已声明', `小程序后台「设置 → 服务内容声明」；${guide} 第 4 步`],
  [
    `最低基础库不低于 ${lowestBaseLibrary}`,
    `小程序后台「设置 → 功能设置 → 基础库最低版本」；${guide} 第 5 步`,
  ],
  [
    '云调用权限已上传（内容安全 security.msgSecCheck）',
    `开发者工具里对用到的函数「上传并部署」一次；不做会报 -604101；${guide} 第 9 步`,
  ],
  ['消息推送指向正确的函数', `云开发控制台「设置 → 其他设置 → 消息推送」；${guide} 第 10 步`],
  ['套餐用完后按量付费已打开', `云开发控制台「设置 → 计费」；不打开时用完就停；${guide} 第 6 步`],
];

export function consoleSteps(): Finding[] {
  return steps.map(([text, remedy]) => ({ area: '控制台', status: 'manual', text, remedy }));
}
