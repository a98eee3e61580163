import { AppError } from '../../error';
import { quotaFeatures } from './features';
import type { QuotaFeature } from './features';
import { overrideInForce } from './quota';
import type { Override, Plan, Subscription } from './quota';

const dayMs = 24 * 3_600_000;

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

/** Sets the user's own limit, or takes it away. A value below what is used is a limit like any other. */
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

/**
 * Prolongs a running membership of the same plan from its end; in every other case the membership starts now, and what
 * was left of another plan is gone.
 */
export function withPlan(
  subscription: Subscription,
  { running, plan, days }: { running: Plan | null; plan: Plan; days: number },
  now: Date,
): Subscription {
  const { startAt, endAt } = subscription;
  const isProlonged = running?.id === plan.id && endAt !== null;
  const from = isProlonged ? endAt : now;
  return {
    ...subscription,
    planId: plan.id,
    status: 'active',
    startAt: isProlonged ? startAt : now,
    endAt: new Date(from.getTime() + days * dayMs),
    version: subscription.version + 1,
  };
}

/** Ends the membership at once; the user's own limits stay. */
export function withoutPlan(subscription: Subscription, now: Date): Subscription {
  return { ...subscription, status: 'ended', endAt: now, version: subscription.version + 1 };
}

/** Records what time has ended; null when nothing has. The limits are the same before and after. */
export function afterExpiry(subscription: Subscription, now: Date): Subscription | null {
  const { status, endAt, customQuotas } = subscription;
  const hasEnded = status === 'active' && endAt !== null && endAt <= now;
  const lapsed = quotaFeatures.filter((feature) => {
    const override = customQuotas[feature];
    const entitlement = { subscription, plan: null };
    return override !== undefined && overrideInForce(feature, entitlement, now) === null;
  });
  if (!hasEnded && lapsed.length === 0) return null;
  return {
    ...subscription,
    status: hasEnded ? 'ended' : status,
    customQuotas: Object.fromEntries(
      Object.entries(customQuotas).filter(([feature]) => !lapsed.some((name) => name === feature)),
    ),
    version: subscription.version + 1,
  };
}

/** The next moment at which something ends by itself; null when nothing will. */
export function nextExpiry({ status, endAt, customQuotas }: Subscription): Date | null {
  const moments = Object.values(customQuotas).map(({ expiresAt }) => expiresAt);
  if (status === 'active' && endAt !== null) moments.push(endAt);
  return moments.reduce<Date | null>((earliest, moment) => {
    if (moment === undefined) return earliest;
    return earliest === null || moment < earliest ? moment : earliest;
  }, null);
}

/** Throws INVALID_INPUT for an end that has passed: such a limit would never be in force. */
export function requireFuture(expiresAt: Date | undefined, now: Date): void {
  if (expiresAt === undefined || expiresAt > now) return;
  throw new AppError('INVALID_INPUT', {
    details: { field: 'expiresAt', problem: '已经过去' },
  });
}
