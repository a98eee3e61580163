import type { Prices } from '../../../cloudfunctions/shared/contracts/aiGenerate';
import type { DailyUsage, Tier } from '../../../cloudfunctions/shared/contracts/values';
import type { Draft } from '../../utils/draft';
import { priceOf, totalOf } from '../../utils/price';
import { workCount } from './view';

export type Refusal =
  | { kind: 'limit'; limit: number; tier: Tier }
  | { kind: 'credits'; required: number; missing: number; credits: number; workCount: number };

/** The last known values from the cloud; null while they were not read. */
export type KnownFacts = {
  user: { tier: Tier; credits: number } | null;
  usage: Pick<DailyUsage, 'remaining' | 'limit' | 'userType'> | null;
  prices: Prices | null;
};

/**
 * Why the cloud would refuse, judged by what the phone knows; null when nothing speaks against it. The facts may be out
 * of date, so a refusal has to be confirmed by reading them again.
 */
export function precheck(
  draft: Pick<Draft, 'mode'>,
  { user, usage, prices }: KnownFacts,
): Refusal | null {
  if (usage && usage.remaining <= 0) {
    return { kind: 'limit', limit: usage.limit, tier: usage.userType };
  }
  const count = workCount(draft);
  const required = totalOf(priceOf(prices, user?.tier), count);
  if (user === null || required === null || user.credits >= required) return null;
  const { credits } = user;
  return { kind: 'credits', required, missing: required - credits, credits, workCount: count };
}
