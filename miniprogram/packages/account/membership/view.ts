import type { Tier } from '../../../../cloudfunctions/shared/contracts/values';
import { dailyLimits } from '../../../utils/usage';

export type Benefit = { name: string; free: string; vip: string };

export const benefits: Benefit[] = [
  { name: '每天生成', free: `${dailyLimits.free} 次`, vip: `${dailyLimits.vip} 次` },
  { name: '每张扣', free: '1 积分', vip: '不扣积分' },
  { name: '没画成', free: '退回积分，不计次数', vip: '不计次数' },
  { name: '高清画质', free: '可用', vip: '可用' },
];

/** How to get it, said as it is: nothing can be bought yet. */
export function statusLine(tier: Tier | null): string {
  if (tier === 'vip') return '会员权益生效中';
  if (tier === 'admin') return '管理员每天 1000 次，不扣积分';
  return '会员购买还没有开放，开放后在这里办理';
}
