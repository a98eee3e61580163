import * as z from 'zod';
import { ChannelError } from '../../domain/wallet/channel';
import type { WechatLogin } from '../../domain/wallet/wechat-server';
import { callWechat } from './server';
import type { WechatAccount } from './server';

const Session = z.object({ openid: z.string().min(1), session_key: z.string().min(1) });
/** The code is malformed or already used, or its user is suspicious. */
const refusedCodes: readonly number[] = [40029, 40163, 40226];

export function createWechatLogin(account: WechatAccount): WechatLogin {
  return async (js_code) => {
    const { code, body } = await callWechat(account, '/sns/jscode2session', {
      ...{ appid: account.appId, secret: account.appSecret },
      ...{ js_code, grant_type: 'authorization_code' },
    });
    if (refusedCodes.includes(code)) return null;
    const session = Session.safeParse(body);
    if (code !== 0 || !session.success) throw new ChannelError(`jscode2session-${code}`);
    const { openid, session_key: sessionKey } = session.data;
    return { openid, sessionKey };
  };
}
