import type { DailyUsage, Tier } from '../../../cloudfunctions/shared/contracts/values';
import type { Draft } from '../../utils/draft';
import { workCount } from './view';

export type Foreseen =
  | { kind: 'limit'; limit: number; tier: Tier }
  | { kind: 'credits'; required: number; missing: number; credits: number };

/**
 * Why the cloud would refuse, by what the phone knows already; null when it has to be asked, and it decides all the
 * same. `user` and `usage` are null until they were read.
 */
export function foreseeRefusal(
  draft: Pick<Draft, 'mode'>,
  user: { tier: Tier; credits: number } | null,
  usage: Pick<DailyUsage, 'remaining' | 'limit' | 'userType'> | null,
): Foreseen | null {
  if (usage && usage.remaining <= 0) {
    return { kind: 'limit', limit: usage.limit, tier: usage.userType };
  }
  const required = workCount(draft);
  if (user?.tier === 'free' && user.credits < required) {
    const { credits } = user;
    return { kind: 'credits', required, missing: required - credits, credits };
  }
  return null;
}
