import { lowestBaseLibrary } from '../../package/lowest';
import type { Finding } from './finding';

const guide = 'docs/deployment.zh-CN.md';
const noApi = '没有接口可查';

/** The findings of probes for manual steps; null when a probe could not tell. */
export type ProbeFindings = { categories: Finding | null; pushes: Finding | null };

type Step = {
  text: string;
  remedy: string;
  /** How the step can be checked from here, or why it cannot. */
  probe: string;
  found?: keyof ProbeFindings;
};

/** The steps that can be done only in a console, in the order of the guide. */
const steps: readonly Step[] = [
  {
    text: '小程序备案已完成',
    remedy: `小程序后台「设置 → 基本设置 → 小程序备案」显示已备案；${guide} 第 2 步`,
    probe: `${noApi}：备案的接口只给第三方平台`,
  },
  {
    text: '服务类目有「深度合成-AI绘画」；开放聊天还要「深度合成-AI问答」',
    remedy: `小程序后台「设置 → 基本设置 → 服务类目」；${guide} 第 3 步`,
    probe: '填了 WECHAT_APP_SECRET 就由 doctor 向微信查询',
    found: 'categories',
  },
  {
    text: '用户隐私保护指引已声明',
    remedy: `小程序后台「设置 → 服务内容声明」；${guide} 第 4 步`,
    probe: `${noApi}：隐私设置的接口只给第三方平台`,
  },
  {
    text: `最低基础库不低于 ${lowestBaseLibrary}`,
    remedy: `小程序后台「设置 → 功能设置 → 基础库最低版本」；${guide} 第 5 步`,
    probe: noApi,
  },
  {
    text: '套餐用完后按量付费已打开',
    remedy: `云开发控制台「设置 → 计费」；不打开时用完就停；${guide} 第 6 步`,
    probe: noApi,
  },
  {
    text: '云调用权限已上传（内容安全 security.msgSecCheck）',
    remedy: `开发者工具里对用到的函数「上传并部署」一次；不做会报 -604101；${guide} 第 9 步`,
    probe: `${noApi}：改一次昵称，不报 -604101 就是好了`,
  },
  {
    text: '消息推送指向正确的函数',
    remedy: `云开发控制台「设置 → 其他设置 → 消息推送」；${guide} 第 10 步`,
    probe: '换过一次头像以后，doctor -- --env 从审核记录里看结果是否到过',
    found: 'pushes',
  },
  {
    text: '虚拟支付已开通',
    remedy: `小程序后台「虚拟支付 → 基本配置」；${guide} 第 11 步`,
    probe: '三项 XPAY_ 密钥和 WECHAT_APP_SECRET 由 doctor 核对；商品和回调要到后台看',
  },
];

/** The manual steps; a probe's finding replaces the step that it checks. */
export function consoleSteps(probed: ProbeFindings): Finding[] {
  return steps.map(({ text, remedy, probe, found }) => {
    const finding = found === undefined ? null : probed[found];
    return finding ?? { area: '控制台', status: 'manual', text, remedy: `${remedy}。${probe}` };
  });
}
