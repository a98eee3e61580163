import type { AccessToken } from './access-token';
import { callWechat, tokenRefused } from './server';
import type { WechatAccount, WechatAnswer } from './server';

/** Calls of WeChat's server interfaces that need the token. */
export type WechatCalls = {
  /** `query`: URL parameters besides the token. */
  post(path: string, body: object, query?: Readonly<Record<string, string>>): Promise<WechatAnswer>;
};

/** A token that WeChat rejects is replaced once. */
export function createWechatCalls(account: WechatAccount, token: AccessToken): WechatCalls {
  return {
    async post(path, body, query = {}) {
      const access_token = await token.get();
      const answer = await callWechat(account, path, { access_token, ...query }, body);
      if (!tokenRefused.includes(answer.code)) return answer;
      const renewed = await token.replace(access_token);
      return callWechat(account, path, { access_token: renewed, ...query }, body);
    },
  };
}
