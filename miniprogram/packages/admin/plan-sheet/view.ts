import type { Plan } from '../../../../cloudfunctions/shared/contracts/quota';
import { sizeName } from '../../../utils/bytes';

export type PlanSheet = {
  options: { id: string; name: string; line: string; isCurrent: boolean }[];
  primary: string;
  label: string;
  canActivate: boolean;
  hasMembership: boolean;
  canEnd: boolean;
};

/** The longest that the cloud takes at once. */
const mostDays = 3660;

export function toPlanSheet(
  plans: Plan[],
  level: string,
  chosen: string,
  days: string,
  reason: string,
): PlanSheet {
  const plan = plans.find(({ planId }) => planId === chosen);
  const isDays = /^\d{1,4}$/.test(days) && Number(days) >= 1 && Number(days) <= mostDays;
  const hasReason = reason.trim() !== '';
  const canActivate = plan !== undefined && isDays && hasReason;
  const verb = plan?.level === level ? '续期' : '开通';
  const primary = plan ? `${verb}${plan.name} ${isDays ? `${Number(days)} 天` : ''}`.trim() : verb;
  const missing = !isDays ? `，天数写 1 到 ${mostDays}` : hasReason ? '' : '，先写原因';
  return {
    options: plans.map(({ planId, name, limits, level: given }) => ({
      id: planId,
      name,
      line: `${limits.image_daily} 次/天 · ${limits.chat_ap_monthly} AP/月 · ${sizeName(limits.storage_bytes)}`,
      isCurrent: given === level,
    })),
    primary,
    label: `${primary}${missing}`,
    canActivate,
    hasMembership: level !== 'free',
    canEnd: level !== 'free' && hasReason,
  };
}
