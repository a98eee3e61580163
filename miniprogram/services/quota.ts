import type { InputOf, OutputOf } from '../../cloudfunctions/shared/contracts';
import type { Plan, QuotaOverview } from '../../cloudfunctions/shared/contracts/quota';
import type { QuotaFeature } from '../../cloudfunctions/shared/contracts/values';
import { callAsMember } from './session';

export type Plans = OutputOf<'quota', 'listPlans'>;
export type UserQuotas = OutputOf<'quota', 'getUserOverview'>;
export type AdjustReply = OutputOf<'quota', 'adjust'>;
export type Explanation = OutputOf<'quota', 'explain'>;

/** How long a dialog waits for the plans, which it can do without. */
const plansTimeoutMs = 800;

export function getOverview(): Promise<QuotaOverview> {
  return callAsMember('quota', 'getOverview', {});
}

export function listPlans(): Promise<Plans> {
  return callAsMember('quota', 'listPlans', {});
}

/** The plans for a dialog; none when they are not read in time. */
export function plansForDialog(): Promise<Plan[]> {
  const timeout = new Promise<Plan[]>((resolve) => setTimeout(() => resolve([]), plansTimeoutMs));
  const read = listPlans().then(
    ({ plans }) => plans,
    (error: unknown) => {
      console.warn('plans not read', error);
      return [];
    },
  );
  return Promise.race([read, timeout]);
}

export function searchUsers(
  text: string,
  cursor: string | null,
): Promise<OutputOf<'quota', 'searchUsers'>> {
  return callAsMember('quota', 'searchUsers', { text, cursor, pageSize: 20 });
}

export function getUserOverview(userId: string): Promise<UserQuotas> {
  return callAsMember('quota', 'getUserOverview', { userId });
}

export function adjustQuota(input: InputOf<'quota', 'adjust'>): Promise<AdjustReply> {
  return callAsMember('quota', 'adjust', input);
}

export function activatePlan(
  input: InputOf<'quota', 'activatePlan'>,
): Promise<OutputOf<'quota', 'activatePlan'>> {
  return callAsMember('quota', 'activatePlan', input);
}

export function endPlan(input: InputOf<'quota', 'endPlan'>): Promise<OutputOf<'quota', 'endPlan'>> {
  return callAsMember('quota', 'endPlan', input);
}

export function listAudits(
  userId: string,
  cursor: string | null,
): Promise<OutputOf<'quota', 'listAudits'>> {
  return callAsMember('quota', 'listAudits', { userId, cursor, pageSize: 10 });
}

export function explainQuota(userId: string, feature: QuotaFeature): Promise<Explanation> {
  return callAsMember('quota', 'explain', { userId, feature });
}
