import {
  levelNumberOf,
  overrideInForce,
  planInForce,
  resolveQuota,
} from '../../domain/quota/quota';
import type { Override, Plan, QuotaFacts, Subscription } from '../../domain/quota/quota';
import type { QuotaFeature } from '../../domain/quota/features';
import {
  emptySubscription,
  requireFuture,
  withoutPlan,
  withOverride,
} from '../../domain/quota/quota-change';
import { segmentsOf, withSegment } from '../../domain/quota/segments';
import { quotaAuditIds, requestHashOf } from '../../domain/ids';
import { AppError } from '../../error';
import type { Database } from '../core/database';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseQuotaAudit } from '../rows/quota-audit';
import type { QuotaAudit } from '../rows/quota-audit';
import { parseSubscription } from '../rows/subscription';
import { parseUser } from '../rows/user';
import { quotaUnavailable } from './entitlements';
import { planOf } from './plans';
import { copyLevel, writeSubscription } from './subscription-writes';
import { expectDueWithin } from '../timers/expect-due';
import { inTransaction } from '../core/transaction';
import type { Clock } from '../../domain/time/clock';

/** The admin and the request id form the key of a change, so each tap is one change. */
type ChangeRequest = { userId: string; adminId: string; requestId: string; reason: string };
type QuotaChange = { audit: QuotaAudit; isReplay: boolean };

type Standing = { facts: QuotaFacts; subscription: Subscription };
type AppliedChange = { after: Subscription; entry: AuditEntry };
type AuditEntry = Pick<QuotaAudit, 'featureCode' | 'before' | 'after' | 'startAt' | 'expiresAt'>;

/** Changes made by admins. `plans`: all plans, read just before. */
export function createSubscriptionChanges(
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
) {
  const subscriptions = createRowReader(parseSubscription, onInvalidRow);
  const users = createRowReader(parseUser, onInvalidRow);
  const audits = createRowReader(parseQuotaAudit, onInvalidRow);

  /**
   * Writes the change, its audit entry and the copy of the level in one transaction, once per request. Throws NOT_FOUND for an
   * unknown user and REQUEST_REUSED for another input under the same key.
   */
  function change(
    request: ChangeRequest,
    input: Record<string, string>,
    plans: readonly Plan[],
    apply: (standing: Standing, now: Date) => AppliedChange,
  ): Promise<QuotaChange> {
    const { userId, adminId, requestId, reason } = request;
    const auditId = quotaAuditIds.adjust(adminId, requestId);
    const requestHash = requestHashOf({ ...input, userId, reason });
    return inTransaction(database, clock, async (transaction) => {
      const auditReference = transaction.collection('quota_audit_logs').doc(auditId);
      const earlier = audits.find((await auditReference.get()).data, quotaUnavailable);
      if (earlier !== null) {
        if (earlier.requestHash !== requestHash) throw new AppError('REQUEST_REUSED');
        return { audit: earlier, isReplay: true };
      }
      const userRow = (await transaction.collection('users').doc(userId).get()).data;
      const user = users.find(userRow, quotaUnavailable);
      if (user === null) throw new AppError('NOT_FOUND');
      const row = (await transaction.collection('user_subscriptions').doc(userId).get()).data;
      const before = subscriptions.find(row, quotaUnavailable) ?? emptySubscription(userId);
      const { userType } = user;
      // Read after the rows: an earlier time would not see what another change began meanwhile.
      const now = clock.now();
      const factsOf = (subscription: Subscription): QuotaFacts => ({
        userType,
        subscription,
        plan: planOf(plans, subscription.planId),
        plans,
      });
      const { after, entry } = apply({ facts: factsOf(before), subscription: before }, now);
      const audit: QuotaAudit = {
        id: auditId,
        userId,
        ...entry,
        effectiveBefore: effective(entry.featureCode, factsOf(before), now),
        effectiveAfter: effective(entry.featureCode, factsOf(after), now),
        ...{ reason, adminId, requestHash },
        version: after.version,
        createdAt: now,
      };
      const level = levelNumberOf(factsOf(after), now);
      await expectDueWithin(transaction, now);
      await writeSubscription(transaction, row, after, now);
      // Written with every change of a membership, so that two concurrent copies of the level conflict in the user's row.
      if (entry.featureCode === 'plan' || user.vipLevel !== level) {
        await copyLevel(transaction, userId, level, now);
      }
      const { id: _, ...data } = audit;
      await auditReference.set({ data });
      return { audit, isReplay: false };
    });
  }

  return {
    /** Sets the user's individual limit; null removes it. */
    adjust(
      request: ChangeRequest & {
        feature: QuotaFeature;
        value: number | null;
        expiresAt: Date | undefined;
      },
      plans: readonly Plan[],
    ): Promise<QuotaChange> {
      const { feature, value, expiresAt, reason } = request;
      const input = {
        action: 'adjust',
        feature,
        value: String(value),
        expiresAt: expiresAt?.toISOString() ?? '',
      };
      return change(request, input, plans, ({ facts, subscription }, now) => {
        requireFuture(expiresAt, now);
        const override: Override | null = value === null ? null : { value, expiresAt, reason };
        return {
          after: withOverride(subscription, feature, override),
          entry: {
            featureCode: feature,
            before: overrideInForce(feature, facts, now)?.value ?? null,
            after: value,
            startAt: null,
            expiresAt: expiresAt ?? null,
          },
        };
      });
    },

    /** Adds a membership of `days`, or of the plan's own duration; domain/quota/segments.ts decides when it begins. */
    activatePlan(
      request: ChangeRequest & { planId: string; days: number | undefined },
      plans: readonly (Plan & { days: number; isActive: boolean })[],
    ): Promise<QuotaChange> {
      const { planId, days } = request;
      const input = { action: 'activatePlan', planId, days: String(days ?? '') };
      return change(request, input, plans, ({ facts, subscription }, now) => {
        const plan = planOf(plans, planId);
        const running = planInForce(facts, now);
        // A running plan may be prolonged even if it is no longer offered.
        if (plan === null || (!plan.isActive && running?.id !== planId)) {
          throw invalid('planId', '没有这个套餐');
        }
        const lasting = days ?? plan.days;
        if (lasting < 1) throw invalid('days', '没有填写');
        const added = { planId, days: lasting, orderId: null };
        const after = withSegment(subscription, added, plans, now);
        // A membership that does not run yet, below a higher one, begins and ends by itself.
        const begun = after.planId === planId ? after : segmentsOf(after).at(-1);
        const { startAt, endAt } = begun ?? after;
        return {
          after,
          entry: {
            ...{ featureCode: 'plan', before: running?.id ?? null, after: planId },
            ...{ startAt, expiresAt: endAt },
          },
        };
      });
    },

    /** Throws INVALID_INPUT if no membership is running. */
    endPlan(request: ChangeRequest, plans: readonly Plan[]): Promise<QuotaChange> {
      return change(request, { action: 'endPlan' }, plans, ({ facts, subscription }, now) => {
        const running = planInForce(facts, now);
        if (running === null) throw invalid('userId', '没有进行中的会员');
        return {
          after: withoutPlan(subscription, now),
          entry: {
            ...{ featureCode: 'plan', before: running.id, after: null },
            ...{ startAt: subscription.startAt, expiresAt: now },
          },
        };
      });
    },
  };
}

function effective(featureCode: string, facts: QuotaFacts, now: Date): number {
  if (featureCode === 'plan') return levelNumberOf(facts, now);
  return resolveQuota(featureCode as QuotaFeature, facts, now).limit;
}

function invalid(field: string, problem: string): AppError<'INVALID_INPUT'> {
  return new AppError('INVALID_INPUT', { details: { field, problem } });
}
