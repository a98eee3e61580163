import type { FailureDetails } from '../../cloudfunctions/shared/contracts/reply';
import type { Tier } from '../../cloudfunctions/shared/contracts/values';
import { dailyLimits, tierNames } from './usage';

export type RefusalAction = 'upgrade' | 'single' | 'close';

export type RefusalDialog = {
  title: string;
  text: string;
  tiers: { name: string; limit: number; isBetter: boolean }[];
  primary: string;
  secondary: string;
  action: RefusalAction;
};

export const noDialog: RefusalDialog = {
  title: '',
  text: '',
  tiers: [],
  primary: '',
  secondary: '',
  action: 'close',
};

/** The day's count is used up. Only who can still rise is offered to. */
export function toLimitDialog(limit: number, tier: Tier): RefusalDialog {
  const dialog = {
    title: '今日次数已用完',
    text: `今日生成次数已达上限（${limit}次），\n明日0点重置`,
  };
  if (tier !== 'free') {
    return { ...dialog, tiers: [], primary: '知道了', secondary: '', action: 'close' };
  }
  return {
    ...dialog,
    tiers: [
      { name: tierNames.free, limit, isBetter: false },
      { name: tierNames.vip, limit: dailyLimits.vip, isBetter: true },
    ],
    primary: '升级会员',
    secondary: '明天再来',
    action: 'upgrade',
  };
}

/** Too few credits. Credits cannot be bought yet, so the way out is one picture instead of two, or not now. */
export function toCreditsDialog(
  details: Pick<FailureDetails['CREDITS_INSUFFICIENT'], 'required' | 'missing' | 'credits'>,
): RefusalDialog {
  const { required, missing, credits } = details;
  const canDrawOne = required > 1 && credits >= 1;
  return {
    title: '积分不够了',
    text: `这次需要 ${required} 积分，还差 ${missing} 积分`,
    tiers: [],
    primary: canDrawOne ? '改画单张' : '了解会员',
    secondary: '先不画了',
    action: canDrawOne ? 'single' : 'upgrade',
  };
}
