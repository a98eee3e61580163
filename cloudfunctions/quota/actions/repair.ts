import { defineAction } from '../../shared/action';
import { quota } from '../../shared/contracts/quota';
import type { Repaired } from '../../shared/data/quota/overviews';
import { AppError } from '../../shared/error';
import { explainLimit } from '../explain';
import { readUsage } from '../usage';
import { toSources } from '../views';

const words: Record<Repaired, string> = {
  overview: '额度概览',
  storageLimit: '存储上限',
  vipLevel: '会员等级',
};

export const resync = defineAction(quota.resync, {
  access: 'admin',
  async run({ userId }, { clock, plans, quotaOverviews, users }) {
    if ((await users.find(userId)) === null) throw new AppError('NOT_FOUND');
    const repaired = await quotaOverviews.rebuild(userId, await plans.list(), clock.now(), {
      isForced: true,
    });
    return { userId, repaired: repaired.map((what) => words[what]) };
  },
});

export const explain = defineAction(quota.explain, {
  access: 'admin',
  async run({ userId, feature }, context) {
    const now = context.clock.now();
    const member = await context.members.find(userId);
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
