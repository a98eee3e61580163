import * as z from 'zod';
import type { QuotaFacts } from '../../domain/quota/quota';
import { AppError } from '../../error';
import type { Database } from '../core/database';
import { parseSubscription, toPlan } from '../quota/entitlements';
import { parseUsage } from '../quota/storage-usage';
import type { StorageUsage } from '../quota/storage-usage';
import { requireUser } from './users';
import type { User } from './users';

/** A user with everything that decides what they may do now. */
export type Member = { user: User; facts: QuotaFacts; storage: StorageUsage };

const Joined = z.object({
  subscriptions: z.array(z.unknown()),
  plans: z.array(z.unknown()),
  features: z.array(z.unknown()),
  storage: z.array(z.unknown()),
});

export type MemberRepository = ReturnType<typeof createMemberRepository>;

export function createMemberRepository(database: Database) {
  return {
    /**
     * The user and the rows behind the limits, as they stand now, in one question: nothing is kept between calls, so
     * that what an admin changed is in force for the very next one. Null for who has never signed in. Throws
     * QUOTA_UNAVAILABLE rather than guess.
     */
    async find(userId: string): Promise<Member | null> {
      try {
        const { list } = await database
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
          .lookup(byId('user_storage_usage', '_id', 'storage'))
          .end();
        return list[0] === undefined ? null : toMember(list[0]);
      } catch (error) {
        throw new AppError('QUOTA_UNAVAILABLE', { cause: error });
      }
    },
  };
}

/** Somebody who has just signed in for the first time. */
export function newMember(user: User): Member {
  const facts = { userType: user.userType, subscription: null, plan: null };
  return { user, facts, storage: parseUsage(null) };
}

function toMember(row: unknown): Member {
  const { subscriptions, plans, features, storage } = Joined.parse(row);
  const user = requireUser(row);
  return {
    user,
    facts: {
      userType: user.userType,
      subscription: parseSubscription(subscriptions[0]),
      plan: plans[0] === undefined ? null : toPlan(plans[0], features),
    },
    storage: parseUsage(storage[0]),
  };
}

function byId(from: string, localField: string, as: string) {
  return { from, localField, foreignField: '_id', as };
}
