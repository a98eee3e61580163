import { businessDay } from '../time/business-day';
import type { BusinessDay } from '../time/business-day';
import { monthBefore, nextMonth } from '../time/business-month';

/**
 * AP reserved for an answer in flight. It expires by itself, so that a killed function does not hold AP for ever. `token`
 * identifies the invocation that is answering.
 */
export type Hold = { messageId: string; ap: number; expiresAt: Date; token: string };

/**
 * What a user has spent on answers. `monthlyUsed` belongs to the month that ends at `quotaResetAt`, `todayUsed` to `todayDay`.
 * The limit is not stored here: it is resolved for every question.
 */
export type ApAccount = {
  monthlyUsed: number;
  holds: readonly Hold[];
  quotaResetAt: Date;
  totalUsed: number;
  todayUsed: number;
  todayDay: BusinessDay;
};

export function newAccount(now: Date): ApAccount {
  return {
    monthlyUsed: 0,
    holds: [],
    quotaResetAt: nextMonth(now),
    totalUsed: 0,
    todayUsed: 0,
    todayDay: businessDay(now),
  };
}

const maxHoldMs = 24 * 3_600_000;
/** Longer than a payment takes, and more than the clocks of two instances differ. */
const maxSkewMs = 300_000;

/** The latest possible end of the current month. A row with a later end was written by a clock far ahead. */
export function latestReset(now: Date): Date {
  return nextMonth(new Date(now.getTime() + maxSkewMs));
}

/**
 * The account at a given moment: reset if its month or day is over, without expired holds. A clock that steps back finds a month
 * that is not over yet, and resets nothing. A month end far in the future, written by a wrong clock, is corrected to the end of
 * this month, and the usage is kept.
 */
export function accountAt(account: ApAccount | null, now: Date): ApAccount {
  if (account === null) return newAccount(now);
  const isOver = now >= account.quotaResetAt;
  const isAhead = account.quotaResetAt > latestReset(now);
  return {
    ...account,
    ...(isOver ? { monthlyUsed: 0 } : {}),
    ...(isOver || isAhead ? { quotaResetAt: nextMonth(now) } : {}),
    ...(isOtherDay(account.todayDay, now) ? { todayUsed: 0, todayDay: businessDay(now) } : {}),
    // Live holds continue into the new month: their answers are charged there.
    holds: account.holds.filter((hold) => isLive(hold, now)),
  };
}

/** A hold written by a wrong clock would otherwise live for years; a correct one lives for minutes. */
function isLive({ expiresAt }: Hold, now: Date): boolean {
  return expiresAt > now && expiresAt.getTime() - now.getTime() <= maxHoldMs;
}

function isOtherDay(day: BusinessDay, now: Date): boolean {
  return day < businessDay(now) || day > businessDay(new Date(now.getTime() + maxSkewMs));
}

export function heldOf({ holds }: Pick<ApAccount, 'holds'>): number {
  return holds.reduce((sum, { ap }) => sum + ap, 0);
}

/** What can still be reserved; never negative, even if a limit was lowered below what is used. */
export function remainingOf(account: ApAccount, limit: number): number {
  return Math.max(0, limit - account.monthlyUsed - heldOf(account));
}

/** Reserves AP for an answer; null if there are not enough. An answer has one hold: reserving again replaces it. */
export function hold(
  account: ApAccount | null,
  wanted: Hold,
  limit: number,
  now: Date,
): ApAccount | null {
  const free = release(accountAt(account, now), wanted.messageId);
  if (remainingOf(free, limit) < wanted.ap) return null;
  return { ...free, holds: [...free.holds, wanted] };
}

/**
 * Turns a hold into a charge, in the month in which this happens. If the hold has expired meanwhile, the answer is charged like a
 * new one; null if the AP went to other answers.
 */
export function settle(
  account: ApAccount | null,
  paid: { messageId: string; ap: number },
  limit: number,
  now: Date,
): ApAccount | null {
  const current = accountAt(account, now);
  const free = release(current, paid.messageId);
  const isHeld = free.holds.length < current.holds.length;
  if (!isHeld && remainingOf(free, limit) < paid.ap) return null;
  return {
    ...free,
    monthlyUsed: free.monthlyUsed + paid.ap,
    totalUsed: free.totalUsed + paid.ap,
    todayUsed: free.todayUsed + paid.ap,
  };
}

/**
 * The time of a charge, within the month that it counts for: the start of that month, if another call started a new month after
 * `now` was read, or a clock ahead of ours did.
 */
export function paidAt({ quotaResetAt }: ApAccount, now: Date): Date {
  const begin = monthBefore(quotaResetAt);
  const isAtTurn = begin > now && begin.getTime() - now.getTime() <= maxSkewMs;
  return isAtTurn ? begin : now;
}

/** True while this invocation still owns the answer: ending it or taking it over changes its hold in the same transaction. */
export function isHeldBy(account: ApAccount | null, messageId: string, token: string): boolean {
  return account?.holds.some((one) => one.messageId === messageId && one.token === token) ?? false;
}

export function release(account: ApAccount, messageId: string): ApAccount {
  return { ...account, holds: account.holds.filter((other) => other.messageId !== messageId) };
}
