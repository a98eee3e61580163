import { defineAction } from '../../shared/action';
import { quota } from '../../shared/contracts/quota';
import type { MemberCaller } from '../../shared/context';
import type { UsersArea } from '../../shared/data/users/area';
import { newMember } from '../../shared/data/users/members';
import { quotaFeatures } from '../../shared/domain/quota/features';
import { membershipLevelOf } from '../../shared/domain/quota/quota';
import { AppError } from '../../shared/error';
import { refresh } from '../sync';
import type { SyncNeeds } from '../sync';
import { readUsage } from '../usage';
import type { UsageNeeds } from '../usage';
import { toOverview, toPlanViews, toQuotaUser, toSources } from '../views';

type Needs = SyncNeeds &
  UsageNeeds & { caller: MemberCaller; users: Pick<UsersArea, 'members' | 'create'> };

export const getOverview = defineAction(quota.getOverview, {
  access: 'member',
  async run(_, context: Needs) {
    const { caller, clock, users } = context;
    const now = clock.now();
    const standing = await users.members.find(caller.userId);
    const member = standing ?? newMember((await users.create(caller, now)).user);
    const [usage] = await Promise.all([
      readUsage(member, context, now),
      refresh(caller.userId, member.facts, context, now),
    ]);
    return toOverview(member, usage, now);
  },
});

export const listPlans = defineAction(quota.listPlans, {
  access: 'member',
  async run(_, { caller, clock, quota: { plans }, settings: { hasPayment }, users }) {
    const now = clock.now();
    const [member, offered] = await Promise.all([users.members.find(caller.userId), plans.list()]);
    return {
      plans: toPlanViews(offered, hasPayment, now),
      hasPayment,
      currentLevel: member === null ? 'free' : membershipLevelOf(member.facts, now),
    };
  },
});

export const getUserOverview = defineAction(quota.getUserOverview, {
  access: 'support',
  async run({ userId }, context: Needs) {
    const now = context.clock.now();
    const member = await context.users.members.find(userId);
    if (member === null) throw new AppError('NOT_FOUND');
    const [usage] = await Promise.all([
      readUsage(member, context, now),
      refresh(userId, member.facts, context, now),
    ]);
    return {
      user: toQuotaUser(member, now),
      version: member.facts.subscription?.version ?? 0,
      features: quotaFeatures.map((feature) => toSources(feature, member.facts, usage, now)),
    };
  },
});
