import { defineAction } from '../../shared/action';
import { quota } from '../../shared/contracts/quota';
import { newMember } from '../../shared/data/users/members';
import { membershipLevelOf, quotaFeatures } from '../../shared/domain/quota/quota';
import { AppError } from '../../shared/error';
import { refresh } from '../sync';
import { readUsage } from '../usage';
import { toOverview, toPlanViews, toQuotaUser, toSources } from '../views';

export const getOverview = defineAction(quota.getOverview, {
  access: 'member',
  async run(_, context) {
    const { caller, clock, members, users } = context;
    const now = clock.now();
    const standing = await members.find(caller.userId);
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
  async run(_, { caller, clock, members, plans }) {
    const now = clock.now();
    const [member, offered] = await Promise.all([members.find(caller.userId), plans.list()]);
    return {
      plans: toPlanViews(offered, now),
      currentLevel: member === null ? 'free' : membershipLevelOf(member.facts, now),
    };
  },
});

export const getUserOverview = defineAction(quota.getUserOverview, {
  access: 'admin',
  async run({ userId }, context) {
    const now = context.clock.now();
    const member = await context.members.find(userId);
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
