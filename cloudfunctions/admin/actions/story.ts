import { defineAction } from '../../shared/action';
import { admin } from '../../shared/contracts/admin';
import { top } from '../../shared/domain/cursor';
import { membershipEnd, membershipLevelOf, tierOf } from '../../shared/domain/quota/quota';
import { toOrderView } from '../../shared/order-view';
import { AppError } from '../../shared/error';
import { toCreditLogView, toTaskView } from '../../shared/views';
import { toAct, toWorkRow } from '../views';

/** Of each kind. */
const shown = 10;

export const getUserStory = defineAction(admin.getUserStory, {
  access: 'support',
  async run({ userId }, { adminLogs, clock, credits, tasks, users, wallet, works }) {
    const now = clock.now();
    const member = await users.members.find(userId);
    if (member === null) throw new AppError('NOT_FOUND');
    const [history, ordered, ledger, bought, logs] = await Promise.all([
      works.listHistory(userId, top, shown),
      tasks.list(userId, undefined, top, shown),
      credits.list(userId, top, shown),
      wallet.orders.listOwn(userId, top, shown),
      adminLogs.listOf(userId, shown),
    ]);
    const names = await users.directory.nicknames(logs.map(({ operator }) => operator));
    const { user, facts } = member;
    return {
      user: {
        ...{ userId, nickname: user.nickname, userType: user.userType, credits: user.credits },
        ...{ tier: tierOf(facts, now), membershipLevel: membershipLevelOf(facts, now) },
        membershipEndAt: membershipEnd(facts, now)?.toISOString() ?? null,
        ...{ inviteCode: user.inviteCode, createdAt: user.createdAt.toISOString() },
      },
      works: history.rows.map((work) => toWorkRow(work, user.nickname)),
      tasks: ordered.rows.map(toTaskView),
      credits: ledger.rows.map(toCreditLogView),
      orders: bought.rows.map(toOrderView),
      acts: logs.map((log) => toAct(log, names.get(log.operator) ?? '')),
    };
  },
});
