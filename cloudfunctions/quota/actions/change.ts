import { defineAction } from '../../shared/action';
import { quota } from '../../shared/contracts/quota';
import type { MemberCaller } from '../../shared/context';
import type { QuotaArea } from '../../shared/data/quota/area';
import { AppError } from '../../shared/error';
import { sync } from '../sync';
import type { SyncNeeds } from '../sync';

type Needs = SyncNeeds & { caller: MemberCaller; quota: Pick<QuotaArea, 'subscriptions'> };

/** In force with the commit, because every call reads the rows afresh. Derived data is updated before the reply. */
export const adjust = defineAction(quota.adjust, {
  access: 'admin',
  async run({ expiresAt, ...input }, context: Needs) {
    const { caller } = context;
    const { plans, subscriptions } = context.quota;
    if (input.value === null && expiresAt !== undefined) {
      throw new AppError('INVALID_INPUT', {
        details: { field: 'expiresAt', problem: '取消覆盖时不用填写' },
      });
    }
    const offered = await plans.list();
    const { audit, isReplay } = await subscriptions.adjust(
      {
        ...input,
        adminId: caller.userId,
        expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt),
      },
      offered,
    );
    const { userId, effectiveBefore, effectiveAfter, version } = audit;
    return {
      ...{ userId, effectiveBefore, effectiveAfter, version },
      feature: input.feature,
      before: audit.before as number | null,
      after: audit.after as number | null,
      isSynced: await sync(userId, offered, context),
      isReplay,
    };
  },
});

export const activatePlan = defineAction(quota.activatePlan, {
  access: 'admin',
  async run(input, context: Needs) {
    const { caller } = context;
    const { plans, subscriptions } = context.quota;
    const offered = await plans.list();
    const { audit, isReplay } = await subscriptions.activatePlan(
      { ...input, days: input.days, adminId: caller.userId },
      offered,
    );
    const { userId, startAt, expiresAt, version } = audit;
    if (startAt === null || expiresAt === null) throw new Error('A membership has no end.');
    return {
      userId,
      planId: input.planId,
      startAt: startAt.toISOString(),
      endAt: expiresAt.toISOString(),
      version,
      isSynced: await sync(userId, offered, context),
      isReplay,
    };
  },
});

export const endPlan = defineAction(quota.endPlan, {
  access: 'admin',
  async run(input, context: Needs) {
    const { caller } = context;
    const { plans, subscriptions } = context.quota;
    const offered = await plans.list();
    const { audit, isReplay } = await subscriptions.endPlan(
      { ...input, adminId: caller.userId },
      offered,
    );
    const { userId, version } = audit;
    return { userId, version, isSynced: await sync(userId, offered, context), isReplay };
  },
});
