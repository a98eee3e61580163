import {
  levelNumberOf,
  overrideInForce,
  planInForce,
  resolveQuota,
} from '../../domain/quota/quota';
import type {
  Override,
  Plan,
  QuotaFacts,
  QuotaFeature,
  Subscription,
} from '../../domain/quota/quota';
import {
  afterExpiry,
  emptySubscription,
  nextExpiry,
  requireFuture,
  withoutPlan,
  withOverride,
  withPlan,
} from '../../domain/quota/quota-change';
import { quotaAuditIds, requestHashOf } from '../../domain/ids';
import { AppError } from '../../error';
import type { Database, Transaction } from '../core/database';
import { parseSubscription } from './entitlements';
import { planOf } from './plans';
import { parseAudit } from './audits';
import type { QuotaAudit } from './audits';
import { inTransaction } from '../core/transaction';
import type { Pace } from '../core/transaction';
import { parseUser } from '../users/users';

/** Who asks for what: the admin and the request id make the key, so each tap is one change. */
export type Request = { userId: string; adminId: string; requestId: string; reason: string };
export type Changed = { audit: QuotaAudit; isReplay: boolean };

type Standing = { facts: QuotaFacts; subscription: Subscription };
type Applied = { after: Subscription; told: Told };
type Told = Pick<QuotaAudit, 'featureCode' | 'before' | 'after' | 'startAt' | 'expiresAt'>;

export type SubscriptionRepository = ReturnType<typeof createSubscriptionRepository>;

/** `plans`: every plan, read just before. */
export function createSubscriptionRepository(database: Database, pace: Pace) {
  /**
   * The change, its record and the copy of the level stand in one transaction, once per request. Throws NOT_FOUND for
   * an unknown user and REQUEST_REUSED for another input under the same key.
   */
  function change(
    request: Request,
    input: Record<string, string>,
    plans: readonly Plan[],
    now: Date,
    apply: (standing: Standing) => Applied,
  ): Promise<Changed> {
    const { userId, adminId, requestId, reason } = request;
    const auditId = quotaAuditIds.adjust(adminId, requestId);
    const requestHash = requestHashOf({ ...input, userId, reason });
    return inTransaction(database, pace, async (transaction) => {
      const entry = transaction.collection('quota_audit_logs').doc(auditId);
      const earlier = (await entry.get()).data;
      if (earlier !== null && earlier !== undefined) {
        const audit = parseAudit(earlier);
        if (audit.requestHash !== requestHash) throw new AppError('REQUEST_REUSED');
        return { audit, isReplay: true };
      }
      const user = parseUser((await transaction.collection('users').doc(userId).get()).data);
      if (user === null) throw new AppError('NOT_FOUND');
      const reference = transaction.collection('user_subscriptions').doc(userId);
      const row = (await reference.get()).data;
      const before = parseSubscription(row) ?? emptySubscription(userId);
      const { userType } = user;
      const factsOf = (subscription: Subscription): QuotaFacts => ({
        userType,
        subscription,
        plan: planOf(plans, subscription.planId),
      });
      const { after, told } = apply({ facts: factsOf(before), subscription: before });
      const audit: QuotaAudit = {
        id: auditId,
        userId,
        ...told,
        effectiveBefore: effective(told.featureCode, factsOf(before), now),
        effectiveAfter: effective(told.featureCode, factsOf(after), now),
        ...{ reason, adminId, requestHash },
        version: after.version,
        createdAt: now,
      };
      const level = levelNumberOf(factsOf(after), now);
      await reference.set({ data: toRow(after, row, now) });
      // Written whenever the membership is, so that two who copy the level meet in the user's row.
      if (told.featureCode === 'plan' || user.vipLevel !== level) {
        await copyLevel(transaction, userId, level, now);
      }
      const { id: _, ...data } = audit;
      await entry.set({ data });
      return { audit, isReplay: false };
    });
  }

  const many = async (condition: object, after: string, limit: number): Promise<string[]> => {
    const { data } = await database
      .collection('user_subscriptions')
      .where({ ...condition, _id: database.command.gt(after) })
      .orderBy('_id', 'asc')
      .field({ _id: true })
      .limit(limit)
      .get();
    return data.map((row) => (row as { _id: string })._id);
  };

  return {
    /** The user's own limit; null takes it away. */
    adjust(
      request: Request & {
        feature: QuotaFeature;
        value: number | null;
        expiresAt: Date | undefined;
      },
      plans: readonly Plan[],
      now: Date,
    ): Promise<Changed> {
      const { feature, value, expiresAt, reason } = request;
      const input = {
        action: 'adjust',
        feature,
        value: String(value),
        expiresAt: expiresAt?.toISOString() ?? '',
      };
      return change(request, input, plans, now, ({ facts, subscription }) => {
        requireFuture(expiresAt, now);
        const override: Override | null = value === null ? null : { value, expiresAt, reason };
        return {
          after: withOverride(subscription, feature, override),
          told: {
            featureCode: feature,
            before: overrideInForce(feature, facts, now)?.value ?? null,
            after: value,
            startAt: null,
            expiresAt: expiresAt ?? null,
          },
        };
      });
    },

    /** Starts or prolongs a membership by `days`, or by what the plan lasts. */
    activatePlan(
      request: Request & { planId: string; days: number | undefined },
      plans: readonly (Plan & { days: number; isActive: boolean })[],
      now: Date,
    ): Promise<Changed> {
      const { planId, days } = request;
      const input = { action: 'activatePlan', planId, days: String(days ?? '') };
      return change(request, input, plans, now, ({ facts, subscription }) => {
        const plan = planOf(plans, planId);
        const running = planInForce(facts, now);
        // Who has a plan that is no longer on offer may still prolong it.
        if (plan === null || (!plan.isActive && running?.id !== planId)) {
          throw invalid('planId', '没有这个套餐');
        }
        const lasting = days ?? plan.days;
        if (lasting < 1) throw invalid('days', '没有填写');
        const after = withPlan(subscription, { running, plan, days: lasting }, now);
        const { startAt, endAt } = after;
        return {
          after,
          told: {
            ...{ featureCode: 'plan', before: running?.id ?? null, after: planId },
            ...{ startAt, expiresAt: endAt },
          },
        };
      });
    },

    /** Throws INVALID_INPUT when no membership runs. */
    endPlan(request: Request, plans: readonly Plan[], now: Date): Promise<Changed> {
      return change(request, { action: 'endPlan' }, plans, now, ({ facts, subscription }) => {
        const running = planInForce(facts, now);
        if (running === null) throw invalid('userId', '没有进行中的会员');
        return {
          after: withoutPlan(subscription, now),
          told: {
            ...{ featureCode: 'plan', before: running.id, after: null },
            ...{ startAt: subscription.startAt, expiresAt: now },
          },
        };
      });
    },

    /** Writes down what time has ended, and copies the level. False when nothing had ended, or somebody was first. */
    expire(userId: string, plans: readonly Plan[], now: Date): Promise<boolean> {
      return inTransaction(database, pace, async (transaction) => {
        const reference = transaction.collection('user_subscriptions').doc(userId);
        const row = (await reference.get()).data;
        const standing = parseSubscription(row);
        const after = standing === null ? null : afterExpiry(standing, now);
        if (after === null) {
          // Somebody prolonged it by hand: the note of when to look comes after what it notes.
          const { expiryAt } = (row ?? {}) as { expiryAt?: unknown };
          if (standing !== null && expiryAt instanceof Date && expiryAt <= now) {
            await reference.update({ data: { expiryAt: nextExpiry(standing), updatedAt: now } });
          }
          return false;
        }
        await reference.set({ data: toRow(after, row, now) });
        const user = parseUser((await transaction.collection('users').doc(userId).get()).data);
        if (user !== null) {
          const plan = planOf(plans, after.planId);
          const level = levelNumberOf({ subscription: after, plan }, now);
          await copyLevel(transaction, userId, level, now);
        }
        return true;
      });
    },

    /** Users with something that has ended by itself; the ones after `after`, in the order of their ids. */
    listExpired(now: Date, after: string, limit: number): Promise<string[]> {
      return many({ expiryAt: database.command.lte(now) }, after, limit);
    },

    listUnsynced(after: string, limit: number): Promise<string[]> {
      return many({ isSynced: false }, after, limit);
    },
  };
}

function effective(featureCode: string, facts: QuotaFacts, now: Date): number {
  if (featureCode === 'plan') return levelNumberOf(facts, now);
  return resolveQuota(featureCode as QuotaFeature, facts, now).limit;
}

async function copyLevel(
  transaction: Transaction,
  userId: string,
  vipLevel: number,
  now: Date,
): Promise<void> {
  const reference = transaction.collection('users').doc(userId);
  await reference.update({ data: { vipLevel, updatedAt: now } });
}

/** A change is not synced before the overview shows it. */
function toRow(subscription: Subscription, standing: unknown, now: Date): object {
  const { createdAt } = (standing ?? {}) as { createdAt?: unknown };
  const { changedAt: _, customQuotas, ...rest } = subscription;
  return {
    ...rest,
    customQuotas: Object.fromEntries(
      Object.entries(customQuotas).map(([feature, { value, expiresAt, reason }]) => [
        feature,
        { value, expiresAt: expiresAt ?? null, reason: reason ?? '' },
      ]),
    ),
    isSynced: false,
    expiryAt: nextExpiry(subscription),
    createdAt: createdAt instanceof Date ? createdAt : now,
    updatedAt: now,
  };
}

function invalid(field: string, problem: string): AppError<'INVALID_INPUT'> {
  return new AppError('INVALID_INPUT', { details: { field, problem } });
}
