import type { ChatQuota } from '../../../../cloudfunctions/shared/contracts/chat';
import type { Plan } from '../../../../cloudfunctions/shared/contracts/quota';
import { isAbove, levelLabel } from '../../../utils/labels';
import { clockTime, dayOfMonth } from '../../../utils/time';

export type PlanChoice = { level: string; name: string; ap: number };

export type ExhaustedDialog = {
  title: string;
  text: string;
  choices: PlanChoice[];
  chosen: string;
  primary: string;
  secondary: string;
};

export const noExhausted: ExhaustedDialog = {
  title: '',
  text: '',
  choices: [],
  chosen: '',
  primary: '',
  secondary: '',
};

/**
 * The month's AP are used up. If plans are on offer, users choose among the higher levels; `plans` is empty when their limits are
 * unknown.
 */
export function toExhausted(
  quota: ChatQuota,
  plans: Plan[],
  offersPlans: boolean,
): ExhaustedDialog {
  const { limit, membershipLevel: level, recommendedPlan } = quota;
  const own = plans.find((plan) => plan.level === level)?.limits.chat_ap_monthly;
  // An admin may have set a limit other than the level's.
  const subject = own === undefined || own === limit ? `${levelLabel(level)}每月` : '本月共';
  const resets = `${subject} ${limit} AP，${dayOfMonth(quota.resetAt)}${hourName(quota.resetAt)}重置`;
  const title = '本月 AP 已用完';
  if (recommendedPlan === null || !offersPlans) {
    return { ...noExhausted, title, text: resets, primary: '知道了' };
  }
  const choices = plans
    .filter((plan) => isAbove(plan.level, level) && plan.limits.chat_ap_monthly > limit)
    .map((plan) => ({ level: plan.level, name: plan.name, ap: plan.limits.chat_ap_monthly }));
  const wanted = choices.find((choice) => choice.level === recommendedPlan) ?? choices[0];
  return {
    title,
    text: `${resets}\n升级后立即生效`,
    choices,
    chosen: wanted?.level ?? '',
    primary: primaryOf(wanted),
    secondary: '以后再说',
  };
}

export function withChoice(dialog: ExhaustedDialog, level: string): ExhaustedDialog {
  const wanted = dialog.choices.find((choice) => choice.level === level);
  return wanted ? { ...dialog, chosen: level, primary: primaryOf(wanted) } : dialog;
}

function primaryOf(choice: PlanChoice | undefined): string {
  return choice ? `升级到${choice.name}` : '升级会员';
}

/** `0点`, with minutes only if there are any. */
function hourName(moment: string): string {
  return clockTime(moment).replace(':00', '点');
}
