import { AppError } from '../../error';
import { quotaFeatures } from './features';
import type { QuotaFeature } from './features';
import { overrideInForce } from './quota';
import type { Override, Plan, Subscription } from './quota';
import { segmentsOf, withSegments } from './segments';

/** The state before the first change. */
export function emptySubscription(userId: string): Subscription {
  return {
    userId,
    planId: null,
    status: 'none',
    startAt: null,
    endAt: null,
    customQuotas: {},
    version: 0,
  };
}

/** Sets or removes the user's individual limit. It may be below the current usage. */
export function withOverride(
  subscription: Subscription,
  feature: QuotaFeature,
  override: Override | null,
): Subscription {
  const { [feature]: _, ...others } = subscription.customQuotas;
  return {
    ...subscription,
    customQuotas: override === null ? others : { ...others, [feature]: override },
    version: subscription.version + 1,
  };
}

/** Ends all memberships at once; the user's individual limits stay. */
export function withoutPlan(subscription: Subscription, now: Date): Subscription {
  const version = subscription.version + 1;
  return { ...subscription, segments: [], status: 'ended', endAt: now, version };
}

/** Records what has expired; null if nothing has. The effective limits are the same before and after. */
export function afterExpiry(
  subscription: Subscription,
  now: Date,
  plans: readonly Plan[] = [],
): Subscription | null {
  const { customQuotas } = subscription;
  const segments = segmentsOf(subscription);
  const left = segments.filter(({ endAt }) => endAt > now);
  const hasEnded = left.length < segments.length;
  const lapsed = quotaFeatures.filter((feature) => {
    const override = customQuotas[feature];
    const entitlement = { subscription, plan: null };
    return override !== undefined && overrideInForce(feature, entitlement, now) === null;
  });
  if (!hasEnded && lapsed.length === 0) return null;
  const version = subscription.version + 1;
  const ended: Subscription = hasEnded
    ? { ...subscription, segments: [], status: 'ended', version }
    : { ...subscription, version };
  return {
    ...(left.length > 0 && hasEnded ? withSegments(subscription, left, plans, now) : ended),
    customQuotas: Object.fromEntries(
      Object.entries(customQuotas).filter(([feature]) => !lapsed.some((name) => name === feature)),
    ),
  };
}

/** The next moment at which something expires, or a membership begins after a gap; null if there is none. */
export function nextExpiry({ customQuotas, ...memberships }: Subscription, now: Date): Date | null {
  const moments = Object.values(customQuotas).map(({ expiresAt }) => expiresAt);
  for (const { startAt, endAt } of segmentsOf(memberships)) {
    moments.push(endAt);
    if (startAt > now) moments.push(startAt);
  }
  return moments.reduce<Date | null>((earliest, moment) => {
    if (moment === undefined) return earliest;
    return earliest === null || moment < earliest ? moment : earliest;
  }, null);
}

/** Throws INVALID_INPUT for an expiry in the past: such a limit would never be in force. */
export function requireFuture(expiresAt: Date | undefined, now: Date): void {
  if (expiresAt === undefined || expiresAt > now) return;
  throw new AppError('INVALID_INPUT', {
    details: { field: 'expiresAt', problem: '已经过去' },
  });
}
