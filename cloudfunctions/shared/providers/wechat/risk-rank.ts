import * as z from 'zod';
import type { RiskRank } from '../../domain/wallet/wechat-server';
import type { WechatCalls } from './calls';

const Rank = z.object({ risk_rank: z.number().int().min(0) });
/** The scene "cheating in promotions". */
const scene = 1;

export function createRiskRank(calls: WechatCalls, appId: string): RiskRank {
  return async (openid) => {
    const { body } = await calls.post('/wxa/getuserriskrank', { appid: appId, openid, scene });
    return Rank.safeParse(body).data?.risk_rank ?? null;
  };
}
