import { defineAction } from '../../shared/action';
import { quota } from '../../shared/contracts/quota';
import type { DerivedQuotaData } from '../../shared/data/quota/overviews';
import type { UsersArea } from '../../shared/data/users/area';
import type { Clock } from '../../shared/domain/time/clock';
import { AppError } from '../../shared/error';
import { explainLimit } from '../explain';
import { readUsage } from '../usage';
import type { UsageNeeds } from '../usage';
import { toSources } from '../views';

const words: Record<DerivedQuotaData, string> = {
  overview: '额度概览',
  storageLimit: '存储上限',
  vipLevel: '会员等级',
};

export const resync = defineAction(quota.resync, {
  access: 'admin',
  async run({ userId }, { clock, quota: { overviews, plans }, users }) {
    if ((await users.find(userId)) === null) throw new AppError('NOT_FOUND');
    const repaired = await overviews.rebuild(userId, await plans.list(), clock.now(), {
      isForced: true,
    });
    return { userId, repaired: repaired.map((what) => words[what]) };
  },
});

type ExplainNeeds = UsageNeeds & { clock: Clock; users: Pick<UsersArea, 'members'> };

export const explain = defineAction(quota.explain, {
  access: 'support',
  async run({ userId, feature }, context: ExplainNeeds) {
    const now = context.clock.now();
    const member = await context.users.members.find(userId);
    if (member === null) throw new AppError('NOT_FOUND');
    const usage = await readUsage(member, context, now);
    return {
      ...toSources(feature, member.facts, usage, now),
      holds: usage[feature].holds.map((hold) => ({
        ...hold,
        expiresAt: hold.expiresAt.toISOString(),
      })),
      rows: explainLimit(feature, userId, member.facts, usage[feature], now),
    };
  },
});
