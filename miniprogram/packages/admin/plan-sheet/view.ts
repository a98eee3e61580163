import type { Plan } from '../../../../cloudfunctions/shared/contracts/quota';
import { sizeName } from '../../../utils/bytes';
import { explainReason, toReasonCount } from '../reason';

export type PlanSheet = {
  options: { id: string; name: string; line: string; isCurrent: boolean }[];
  primary: string;
  label: string;
  canActivate: boolean;
  hasMembership: boolean;
  canEnd: boolean;
  endLabel: string;
  reasonCount: string;
  isReasonOver: boolean;
};

/** The limit of the contract. */
const maxDays = 3660;

export function toPlanSheet(
  plans: Plan[],
  level: string,
  chosen: string,
  days: string,
  reason: string,
): PlanSheet {
  const plan = plans.find(({ planId }) => planId === chosen);
  const isDays = /^\d{1,4}$/.test(days) && Number(days) >= 1 && Number(days) <= maxDays;
  const reasonProblem = explainReason(reason);
  const canActivate = plan !== undefined && isDays && reasonProblem === '';
  const verb = plan?.level === level ? '续期' : '开通';
  const primary = plan ? `${verb}${plan.name} ${isDays ? `${Number(days)} 天` : ''}`.trim() : verb;
  const problem = isDays ? reasonProblem : `天数填 1 到 ${maxDays}`;
  return {
    options: plans.map(({ planId, name, limits, level: given }) => ({
      id: planId,
      name,
      line: `${limits.image_daily} 次/天 · ${limits.chat_ap_monthly} AP/月 · ${sizeName(limits.storage_bytes)}`,
      isCurrent: given === level,
    })),
    primary,
    label: problem === '' ? primary : `${primary}，${problem}`,
    canActivate,
    hasMembership: level !== 'free',
    canEnd: level !== 'free' && reasonProblem === '',
    endLabel: `结束会员，${reasonProblem || '立即生效'}`,
    ...toReasonCount(reason),
  };
}
