import type { Plan } from '../../cloudfunctions/shared/contracts/quota';
import type { FailureDetails } from '../../cloudfunctions/shared/contracts/reply';
import type { Tier } from '../../cloudfunctions/shared/contracts/values';
import { sizeName } from './bytes';
import { tierLabel } from './labels';

export type RefusalAction = 'upgrade' | 'recharge' | 'single' | 'works' | 'close';

export type RefusalDialog = {
  title: string;
  text: string;
  tiers: { name: string; limit: number; isBetter: boolean }[];
  /** The line beside the button to the check-in; empty if there is no such button. */
  checkin: string;
  primary: string;
  secondary: string;
  action: RefusalAction;
  secondaryAction: RefusalAction;
};

export const noDialog: RefusalDialog = {
  title: '',
  text: '',
  tiers: [],
  checkin: '',
  primary: '',
  secondary: '',
  action: 'close',
  secondaryAction: 'close',
};

/** The refused user, and whether anything can be bought: if not, no dialog leads to the plans. */
export type Standing = { tier: Tier; offersPlans: boolean };

/** The daily limit is reached. Free users are offered a membership; `plans` is empty when the limits are unknown. */
export function toLimitDialog(
  limit: number,
  { tier, offersPlans }: Standing,
  plans: Plan[],
): RefusalDialog {
  const dialog = {
    ...noDialog,
    title: '今日次数已用完',
    text: `今日生成次数已达上限（${limit}次），\n明日0点重置`,
  };
  const better = betterLimit(limit, plans);
  const canUpgrade = offersPlans && tier === 'free' && (plans.length === 0 || better !== null);
  if (!canUpgrade) return { ...dialog, primary: '知道了' };
  return {
    ...dialog,
    tiers:
      better === null
        ? []
        : [
            { name: tierLabel('free'), limit, isBetter: false },
            { name: tierLabel('vip'), limit: better, isBetter: true },
          ],
    primary: '升级会员',
    secondary: '明天再来',
    action: 'upgrade',
  };
}

/** The limit of the smallest membership that raises it. */
function betterLimit(limit: number, plans: Plan[]): number | null {
  const limits = plans
    .filter(({ level }) => level !== 'free')
    .map(({ limits }) => limits.image_daily)
    .filter((planLimit) => planLimit > limit);
  return limits.length > 0 ? Math.min(...limits) : null;
}

/** No further work can be stored. */
export function toStorageDialog(
  { usedBytes, limitBytes }: FailureDetails['STORAGE_FULL'],
  { tier, offersPlans }: Standing,
): RefusalDialog {
  const dialog = { ...noDialog, title: '存储空间满了' };
  const used = `已用 ${sizeName(usedBytes)}，共 ${sizeName(limitBytes)}`;
  if (tier === 'free' && offersPlans) {
    return {
      ...dialog,
      text: `${used}\n删掉几张作品，或升级会员后再画`,
      primary: '升级会员',
      secondary: '去整理作品',
      action: 'upgrade',
      secondaryAction: 'works',
    };
  }
  return {
    ...dialog,
    text: `${used}\n删掉几张作品后再画`,
    primary: '去整理作品',
    secondary: tier === 'vip' && offersPlans ? '查看会员' : '以后再说',
    action: 'works',
    secondaryAction: tier === 'vip' && offersPlans ? 'upgrade' : 'close',
  };
}

/** Too few credits for `workCount` works: one picture instead of two, a recharge, or the check-in. */
export function toCreditsDialog(
  details: FailureDetails['CREDITS_INSUFFICIENT'],
  workCount: number,
  { offersPlans }: Pick<Standing, 'offersPlans'>,
): RefusalDialog {
  const { required, missing, credits } = details;
  const canDrawOne = workCount > 1 && credits >= required / workCount;
  const dialog = {
    ...noDialog,
    title: '积分不够了',
    text: `这次需要 ${required} 积分，还差 ${missing} 积分`,
    checkin: '签到也能领积分',
  };
  if (!canDrawOne && !offersPlans) return { ...dialog, primary: '知道了' };
  return {
    ...dialog,
    ...(canDrawOne && { primary: '改画单张', action: 'single' as const }),
    ...(canDrawOne && offersPlans
      ? { secondary: '去充值', secondaryAction: 'recharge' as const }
      : { secondary: '先不画了' }),
    ...(!canDrawOne && { primary: '去充值', action: 'recharge' as const }),
  };
}
