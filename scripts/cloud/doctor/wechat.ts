import * as z from 'zod';
import { messageOf } from '../operator';
import type { Variables } from '../variables';
import { failed, ok, warning } from './finding';
import type { Finding } from './finding';

const Answer = z.object({ errcode: z.number().default(0), errmsg: z.string().default('') });
const Token = Answer.extend({ access_token: z.string().default('') });
const Categories = Answer.extend({ data: z.array(z.object({ name: z.string() })).default([]) });

const timeoutMs = 10_000;
const whitelist = '小程序后台「管理 → 开发管理 → 开发设置 → IP 白名单」加入本机 IP';
const faults: Record<number, [problem: string, remedy: string]> = {
  40013: ['WECHAT_APPID 不是这个小程序的', '对照小程序后台「设置 → 账号信息」'],
  40125: ['WECHAT_APP_SECRET 不对', '小程序后台「管理 → 开发管理 → 开发设置」重置后重新填写'],
  40164: ['微信拒绝了本机的 IP', whitelist],
};

/**
 * Asks WeChat's API whether the app's secret is valid, and for the app's categories; null when these could not be read.
 */
export async function checkWechat(
  variables: Variables,
): Promise<{ findings: Finding[]; categories: Finding | null }> {
  const appid = variables['WECHAT_APPID'] ?? '';
  const secret = variables['WECHAT_APP_SECRET'] ?? '';
  if (appid === '' || secret === '') return { findings: [], categories: null };
  const base = variables['WECHAT_API_BASE_URL'] ?? 'https://api.weixin.qq.com';
  try {
    const credentials = { grant_type: 'client_credential', appid, secret };
    const token = Token.parse(await ask(`${base}/cgi-bin/stable_token`, credentials));
    if (token.errcode !== 0) return { findings: [refusal(token.errcode)], categories: null };
    const findings = [ok('密钥', 'WECHAT_APP_SECRET 有效')];
    const query = new URLSearchParams({ access_token: token.access_token }).toString();
    const found = Categories.parse(await ask(`${base}/wxaapi/newtmpl/getcategory?${query}`));
    if (found.errcode !== 0) return { findings, categories: null };
    return { findings, categories: judgeCategories(found.data.map(({ name }) => name)) };
  } catch (error) {
    const problem = messageOf(error).replaceAll(secret, '***');
    return {
      findings: [warning('密钥', `问不到微信：${problem}`, '核对网络后再运行一次')],
      categories: null,
    };
  }
}

function refusal(code: number): Finding {
  const [problem, remedy] = faults[code] ?? [
    `微信拒绝了 WECHAT_APP_SECRET（${code}）`,
    '对照微信的全局返回码处理',
  ];
  return failed('密钥', problem, remedy);
}

function judgeCategories(names: string[]): Finding {
  const shown = names.length === 0 ? '一个也没有' : names.join('、');
  if (!names.some((name) => /深度合成|AI ?绘画/.test(name))) {
    return failed(
      '控制台',
      `服务类目没有「深度合成-AI绘画」（现有：${shown}）`,
      '小程序后台「设置 → 基本设置 → 服务类目」添加，通过后才能提审',
    );
  }
  return ok('控制台', `服务类目：${shown}`);
}

async function ask(url: string, body?: object): Promise<unknown> {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(timeoutMs),
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  return response.json();
}
