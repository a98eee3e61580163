import { defineAction } from '../../shared/action';
import { payment } from '../../shared/contracts/payment';
import { businessDay } from '../../shared/domain/time/business-day';
import { checkinCredits, checkinTable, dayBefore } from '../../shared/domain/wallet/checkin';
import { inviteReward, maxRewardsPerMonth, monthOf } from '../../shared/domain/wallet/invite';
import type { Invite } from '../../shared/domain/wallet/invite';
import { AppError } from '../../shared/error';
import { canRedeem, checkIn, redeemInvite as redeem } from '../../shared/flows/wallet/rewards';

export const dailyCheckin = defineAction(payment.dailyCheckin, {
  access: 'member',
  async run(_, context) {
    const { checkin, balance, isNew } = await checkIn(context.caller, context);
    const { day, streak, credits } = checkin;
    return { day, streak, credits, balance, isNew, nextCredits: checkinCredits(streak + 1) };
  },
});

export const getCheckin = defineAction(payment.getCheckin, {
  access: 'member',
  async run({ month }, { caller, clock, wallet }) {
    const now = clock.now();
    const today = businessDay(now);
    const { userId } = caller;
    const shown = month ?? monthOf(today);
    const [done, yesterday, days] = await Promise.all([
      wallet.checkins.find(userId, today),
      wallet.checkins.find(userId, dayBefore(now)),
      wallet.checkins.listMonth(userId, shown),
    ]);
    const streak = done?.streak ?? yesterday?.streak ?? 0;
    const next = done === null ? streak + 1 : streak;
    return {
      ...{ today, hasCheckedIn: done !== null, streak, month: shown },
      todayCredits: checkinCredits(next),
      nextCredits: checkinCredits(next + 1),
      table: [...checkinTable],
      days: days.map(({ day, credits }) => ({ day, credits })),
    };
  },
});

export const getInvite = defineAction(payment.getInvite, {
  access: 'member',
  async run(_, context) {
    const { caller, settings, users, wallet } = context;
    const { userId } = caller;
    const [user, isOpen, invites] = await Promise.all([
      users.find(userId),
      settings.featureFlags.isOn('invite', userId),
      wallet.invites.listOf(userId),
    ]);
    if (user === null) throw new AppError('SIGN_IN_REQUIRED');
    const names = await users.directory.nicknames(invites.map(({ id }) => id));
    const rewarded = invites.filter(({ status }) => status === 'rewarded');
    return {
      ...{ isOpen, code: isOpen ? user.inviteCode : '', rewardCredits: inviteReward },
      ...{ maxPerMonth: maxRewardsPerMonth, earnedCredits: rewarded.length * inviteReward },
      invitees: invites.map((invite) => ({
        ...{
          nickname: names.get(invite.id) ?? '已注销',
          status: invite.status,
          why: whyOf(invite),
        },
        credits: invite.status === 'rewarded' ? inviteReward : 0,
        joinedAt: invite.createdAt.toISOString(),
      })),
      canRedeem: isOpen && (await canRedeem(user, context)),
    };
  },
});

export const redeemInvite = defineAction(payment.redeemInvite, {
  access: 'member',
  async run({ code }, context) {
    const { status } = await redeem(context.caller, code, context);
    return { status };
  },
});

function whyOf({ status, reason }: Invite): string {
  if (status === 'rewarded') return '已完成第一张作品';
  switch (reason) {
    case null:
      return '还没画第一张';
    case 'monthLimit':
      return '这个月的奖励已满';
    case 'risk':
      return '微信提示账号异常';
    case 'inviterLeft':
    case 'inviteeLeft':
      return '没有完成第一张作品';
  }
}
