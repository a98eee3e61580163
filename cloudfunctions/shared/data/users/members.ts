import * as z from 'zod';
import type { QuotaFacts } from '../../domain/quota/quota';
import { isAppError } from '../../error';
import type { Aggregate, Database, Join } from '../core/database';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { quotaUnavailable } from '../quota/entitlements';
import { createPlanReader } from '../quota/plan-reader';
import { noUsage, parseStorageUsage } from '../rows/storage-usage';
import type { StorageUsage } from '../rows/storage-usage';
import { parseSubscription } from '../rows/subscription';
import { parseUser } from '../rows/user';
import type { User } from '../rows/user';
import { parseWork } from '../rows/work';
import type { Work } from '../../domain/work/work';

/** A user with everything that decides what they may do now. */
export type Member = { user: User; facts: QuotaFacts; storage: StorageUsage };

const Joined = z.object({
  subscriptions: z.array(z.unknown()),
  plans: z.array(z.unknown()),
  features: z.array(z.unknown()),
  segmentPlans: z.array(z.unknown()),
  segmentFeatures: z.array(z.unknown()),
  storage: z.array(z.unknown()),
});

const Abandoned = z.object({ abandoned: z.array(z.unknown()) });

export type MemberRepository = ReturnType<typeof createMemberRepository>;

export function createMemberRepository(database: Database, onInvalidRow: OnInvalidRow) {
  const users = createRowReader(parseUser, onInvalidRow);
  const subscriptions = createRowReader(parseSubscription, onInvalidRow);
  const usages = createRowReader(parseStorageUsage, onInvalidRow);
  const plans = createPlanReader(onInvalidRow);
  const works = createRowReader(parseWork, onInvalidRow);

  function toMember(row: unknown): Member {
    const joined = Joined.parse(row);
    const user = users.require(row, quotaUnavailable);
    return {
      user,
      facts: {
        userType: user.userType,
        subscription: subscriptions.find(joined.subscriptions[0], quotaUnavailable),
        plan: plans.readPlan(joined.plans[0], joined.features),
        plans: plans.readPlans(joined.segmentPlans, joined.segmentFeatures),
      },
      // Derived from the files and rebuilt from them: a malformed row must not lock the user out.
      storage: usages.readOptional(joined.storage[0]) ?? noUsage,
    };
  }

  function query(userId: string): Aggregate {
    return database
      .collection('users')
      .aggregate()
      .match({ _id: userId })
      .limit(1)
      .lookup(byId('user_subscriptions', '_id', 'subscriptions'))
      .lookup(byId('plans', 'subscriptions.planId', 'plans'))
      .lookup({
        from: 'plan_features',
        localField: 'subscriptions.planId',
        foreignField: 'planId',
        as: 'features',
      })
      .lookup({
        from: 'plans',
        localField: 'subscriptions.segments.planId',
        foreignField: '_id',
        as: 'segmentPlans',
      })
      .lookup({
        from: 'plan_features',
        localField: 'subscriptions.segments.planId',
        foreignField: 'planId',
        as: 'segmentFeatures',
      })
      .lookup(byId('user_storage_usage', '_id', 'storage'));
  }

  async function findRow(rows: Aggregate): Promise<unknown> {
    try {
      return (await rows.end()).list[0];
    } catch (error) {
      throw isAppError(error) ? error : quotaUnavailable(error);
    }
  }

  return {
    /**
     * The user and the rows behind their limits, read in one query and never cached, so that an admin's change applies to the
     * very next call. Null for a user who has never signed in. Throws QUOTA_UNAVAILABLE rather than guess.
     */
    async find(userId: string): Promise<Member | null> {
      const row = await findRow(query(userId));
      return row === undefined ? null : toMember(row);
    },

    /** Like `find`, and also reads the user's abandoned works in the same query. */
    async findWithAbandoned(
      userId: string,
      abandoned: Join & { as: 'abandoned' },
    ): Promise<{ member: Member | null; abandoned: Work[] }> {
      const row = await findRow(query(userId).lookup(abandoned));
      if (row === undefined) return { member: null, abandoned: [] };
      const rows = Abandoned.parse(row).abandoned;
      return { member: toMember(row), abandoned: works.readAll(rows) };
    },
  };
}

/** A user who has just signed in for the first time. */
export function newMember(user: User): Member {
  const facts = { userType: user.userType, subscription: null, plan: null };
  return { user, facts, storage: noUsage };
}

function byId(from: string, localField: string, as: string) {
  return { from, localField, foreignField: '_id', as };
}
