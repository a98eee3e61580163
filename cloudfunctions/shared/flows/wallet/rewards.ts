import type { TimerRepository } from '../../data/timers/timers';
import type { FeatureFlagRepository } from '../../data/core/feature-flags';
import type { WalletArea } from '../../data/wallet/area';
import type { User } from '../../data/rows/user';
import { describeError } from '../../domain/log';
import { fullLookMs } from '../../domain/time/due';
import { redeemMs } from '../../domain/wallet/invite';
import type { Invite } from '../../domain/wallet/invite';
import type { Payments } from '../../domain/wallet/payments';
import { riskyRank } from '../../domain/wallet/wechat-server';
import { AppError } from '../../error';
import type { Sweep } from '../due/sweep';
import { showBalance } from './show-balance';
import type { ShowBalanceNeeds } from './show-balance';

const dayMs = 24 * 3_600_000;
/** How long an invitation waits for the first picture. */
const inviteLifeMs = 30 * dayMs;

export type RewardInviterNeeds = ShowBalanceNeeds & {
  wallet: Pick<WalletArea, 'invites'>;
  users: { find(userId: string): Promise<User | null> };
  works: { hasCompleted(userId: string): Promise<boolean> };
};

export type RewardNeeds = RewardInviterNeeds & {
  wallet: Pick<WalletArea, 'checkins' | 'invites'>;
  settings: { featureFlags: FeatureFlagRepository };
  providers: { payments: Pick<Payments, 'riskRank'> };
};

/** False if WeChat cannot be asked or gives no rank. */
async function isSuspected(openid: string, { log, providers }: RewardNeeds): Promise<boolean> {
  try {
    const rank = (await providers.payments.riskRank?.(openid)) ?? null;
    return rank !== null && rank >= riskyRank;
  } catch (error) {
    log.warn('risk not asked', { cause: describeError(error) });
    return false;
  }
}

/** Today's check-in. A small daily gift does not wait for a missing risk rank; a bad rank refuses it. */
export async function checkIn(caller: { userId: string; openid: string }, needs: RewardNeeds) {
  if (await isSuspected(caller.openid, needs)) throw new AppError('REWARD_REFUSED');
  const made = await needs.wallet.checkins.checkIn(caller, needs.clock.now());
  if (!made.isShown) await showBalance(caller.userId, needs);
  return made;
}

function inviteRefusal(problem: string): AppError<'INVITE_REFUSED'> {
  return new AppError('INVITE_REFUSED', { details: { problem } });
}

/** Whether a user may still enter an invite code. */
export async function canRedeem(user: User, needs: RewardNeeds): Promise<boolean> {
  if (needs.clock.now().getTime() - user.createdAt.getTime() > redeemMs) return false;
  const [invite, hasCompleted] = await Promise.all([
    needs.wallet.invites.find(user.id),
    needs.works.hasCompleted(user.id),
  ]);
  return invite === null && !hasCompleted;
}

/** Enters another user's invite code. Idempotent for the same code. */
export async function redeemInvite(
  caller: { userId: string; openid: string },
  typed: string,
  needs: RewardNeeds & {
    timers: Pick<TimerRepository, 'expectDue'>;
    account: { formerUsers: { find(userId: string): Promise<unknown> } };
  },
): Promise<Invite> {
  const { clock, settings, timers, users, wallet, works, account } = needs;
  const code = typed.trim().toUpperCase();
  const { userId } = caller;
  if (!(await settings.featureFlags.isOn('invite', userId))) throw new AppError('INVITE_OFF');
  const [user, inviter, standing, hasCompleted, former] = await Promise.all([
    users.find(userId),
    wallet.invites.findInviter(code),
    wallet.invites.find(userId),
    works.hasCompleted(userId),
    account.formerUsers.find(userId),
  ]);
  if (user === null) throw new AppError('SIGN_IN_REQUIRED');
  if (inviter === null) throw inviteRefusal('没有这个邀请码');
  if (inviter.id === userId) throw inviteRefusal('不能填自己的邀请码');
  if (standing !== null) {
    if (standing.inviterId === inviter.id) return standing;
    throw inviteRefusal('已经填过邀请码了');
  }
  if (former !== null) throw inviteRefusal('这个微信号注销过账户，不能再填邀请码');
  if (hasCompleted) throw inviteRefusal('已经完成过作品，不能再填邀请码');
  const now = clock.now();
  if (now.getTime() - user.createdAt.getTime() > redeemMs) {
    throw inviteRefusal('注册超过 7 天，不能再填邀请码');
  }
  const [isRisky, isInviterRisky] = await Promise.all([
    isSuspected(caller.openid, needs),
    isSuspected(inviter.openid, needs),
  ]);
  if (isRisky) throw new AppError('REWARD_REFUSED');
  const checkAt = new Date(now.getTime() + dayMs);
  if (!isInviterRisky) await timers.expectDue(checkAt);
  const invite: Invite = {
    ...{ id: userId, inviterId: inviter.id, code, createdAt: now },
    ...(isInviterRisky
      ? { status: 'rejected', reason: 'risk', checkAt: null, endedAt: now }
      : { status: 'pending', reason: null, checkAt, endedAt: null }),
  };
  if (await wallet.invites.create(invite)) return invite;
  const other = await wallet.invites.find(userId);
  if (other?.inviterId === inviter.id) return other;
  throw inviteRefusal('已经填过邀请码了');
}

/** Whether an inviter waits for this user's first picture. False if it cannot be read: the timer repairs it. */
export async function isInvited(
  { id, createdAt }: Pick<User, 'id' | 'createdAt'>,
  { clock, log, wallet }: Pick<RewardInviterNeeds, 'clock' | 'log' | 'wallet'>,
): Promise<boolean> {
  if (clock.now().getTime() - createdAt.getTime() > redeemMs + inviteLifeMs) return false;
  try {
    return (await wallet.invites.find(id))?.status === 'pending';
  } catch (error) {
    log.warn('invitation not read', { cause: describeError(error) });
    return false;
  }
}

/** The user's first picture is completed: rewards the inviter. Never throws: the timer repairs it. */
export async function rewardInviter(userId: string, needs: RewardInviterNeeds): Promise<void> {
  try {
    const invite = await needs.wallet.invites.find(userId);
    if (invite?.status === 'pending') await settleInvite(invite, needs);
  } catch (error) {
    needs.log.warn('invitation not settled', { cause: describeError(error) });
  }
}

/** Rewards or rejects an invitation once the first picture was made; false while it was not. */
async function settleInvite(invite: Invite, needs: RewardInviterNeeds): Promise<boolean> {
  const { clock, users, wallet, works } = needs;
  const { id: inviteeId, inviterId } = invite;
  const [hasCompleted, invitee, inviter] = await Promise.all([
    works.hasCompleted(inviteeId),
    users.find(inviteeId),
    users.find(inviterId),
  ]);
  const isOver = clock.now().getTime() - invite.createdAt.getTime() > inviteLifeMs;
  if (invitee === null || (isOver && !hasCompleted)) {
    await wallet.invites.settle(inviteeId, 'inviteeLeft', clock.now());
    return true;
  }
  if (!hasCompleted) return false;
  const { isShown } = await wallet.invites.settle(inviteeId, null, clock.now());
  if (inviter !== null && !isShown) await showBalance(inviterId, needs);
  return true;
}

/** Settles invitations whose reward was missed by the flow that completed the first picture. */
export const settleInvites: Sweep<RewardNeeds> = {
  name: 'invites',
  counts: ['invites'],
  signs: ({ clock, wallet }) => [wallet.invites.sign(new Date(clock.now().getTime() + fullLookMs))],
  async run(needs, run) {
    const { clock, wallet } = needs;
    await run.throughAll(
      'invites',
      (limit) => wallet.invites.listDue(clock.now(), limit),
      async (row) => {
        const invite = row.read();
        if (await settleInvite(invite, needs)) run.count('invites');
        else {
          await wallet.invites.postpone(invite.id, new Date(clock.now().getTime() + dayMs));
        }
      },
    );
  },
};
