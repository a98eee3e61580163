import { nextMonth, monthBefore } from '../../domain/time/business-month';
import type { Clock } from '../../domain/time/clock';
import { creditLogIds } from '../../domain/ids';
import { inviteReward, maxRewardsPerMonth } from '../../domain/wallet/invite';
import type { Invite, InviteRejection } from '../../domain/wallet/invite';
import type { Database } from '../core/database';
import { requireDefined } from '../core/database';
import { isDuplicateKey } from '../core/database-error';
import { toLazyRow } from '../core/lazy-row';
import type { LazyRow } from '../core/lazy-row';
import { findNewest } from '../core/newest';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { inTransaction } from '../core/transaction';
import { top } from '../../domain/cursor';
import { parseInvite, parseInviteOrNull, toInviteRow } from '../rows/invite';
import { parseUserOrNull } from '../rows/user';
import type { Sign } from '../timers/sign';
import { moveCredits } from './balance';

export function createInviteRepository(
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
) {
  const { command } = database;
  const reader = createRowReader(parseInvite, onInvalidRow);
  const invites = () => database.collection('invites');

  async function countRewarded(inviterId: string, now: Date): Promise<number> {
    const end = nextMonth(now);
    const inMonth = command.gte(monthBefore(end)).and(command.lt(end));
    const rewarded = { ...requireDefined({ inviterId }), status: 'rewarded', endedAt: inMonth };
    return (await invites().where(rewarded).count()).total;
  }

  return {
    async find(inviteeId: string): Promise<Invite | null> {
      return reader.readOptional((await invites().doc(inviteeId).get()).data);
    },

    /** False: the invitee has redeemed a code before. */
    async create(invite: Invite): Promise<boolean> {
      try {
        await invites().add({ data: { _id: invite.id, ...toInviteRow(invite) } });
        return true;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        return false;
      }
    },

    /** The newest hundred. */
    async listOf(inviterId: string): Promise<Invite[]> {
      const condition = requireDefined({ inviterId });
      return reader.readAll(await findNewest(database, 'invites', condition, top, 100));
    },

    /** The user who owns a code; null if nobody does. */
    async findInviter(code: string): Promise<{ id: string; openid: string } | null> {
      const { data } = await database
        .collection('users')
        .where(requireDefined({ inviteCode: code }))
        .limit(1)
        .get();
      const [row] = data as { _id: string; _openid?: string }[];
      return row === undefined ? null : { id: row._id, openid: row._openid ?? '' };
    },

    /** Sets when the timer looks at a pending invitation next. */
    async postpone(inviteeId: string, checkAt: Date): Promise<void> {
      await invites().where({ _id: inviteeId, status: 'pending' }).update({ data: { checkAt } });
    },

    /**
     * Rewards the inviter, once per invitee. The month's rewards are counted after reading the inviter's row, which every reward
     * changes, so concurrent rewards cannot exceed the limit. `refusal`: the reason to reject instead.
     */
    settle(
      inviteeId: string,
      refusal: InviteRejection | null,
      now: Date,
    ): Promise<{ invite: Invite | null; isShown: boolean }> {
      return inTransaction(database, clock, async (transaction) => {
        const reference = transaction.collection('invites').doc(inviteeId);
        const invite = parseInviteOrNull((await reference.get()).data);
        if (invite?.status !== 'pending') return { invite, isShown: true };
        const { inviterId } = invite;
        const row = (await transaction.collection('users').doc(inviterId).get()).data;
        const inviter = parseUserOrNull(row);
        const isFull = (await countRewarded(inviterId, now)) >= maxRewardsPerMonth;
        const reason =
          inviter === null ? 'inviterLeft' : (refusal ?? (isFull ? 'monthLimit' : null));
        const status = reason === null ? ('rewarded' as const) : ('rejected' as const);
        const ended: Invite = { ...invite, status, reason, checkAt: null, endedAt: now };
        await reference.set({ data: toInviteRow(ended) });
        if (inviter === null || reason !== null) return { invite: ended, isShown: true };
        const { _openid: openid = '' } = row as { _openid?: string };
        const { isShown } = await moveCredits(
          transaction,
          command,
          { user: inviter, openid },
          {
            ...{ id: creditLogIds.invite(inviteeId), userId: inviterId, kind: 'invite' },
            ...{ amount: inviteReward, title: '邀请好友' },
          },
          now,
        );
        return { invite: ended, isShown };
      });
    },

    sign(until: Date): Sign {
      return { collection: 'invites', where: { checkAt: command.lte(until) } };
    },

    async listDue(now: Date, limit: number): Promise<LazyRow<Invite>[]> {
      const due = { checkAt: command.lte(now) };
      const { data } = await invites().where(due).orderBy('checkAt', 'asc').limit(limit).get();
      return data.map((raw) => toLazyRow(raw, parseInvite));
    },
  };
}
