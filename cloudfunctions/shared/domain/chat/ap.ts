import { businessDay } from '../time/business-day';
import type { BusinessDay } from '../time/business-day';
import { monthBefore, nextMonth } from '../time/business-month';

/**
 * AP reserved for an answer in flight. It expires by itself, so that a killed function holds nothing for ever. `token` names
 * the invocation that is answering.
 */
export type Hold = { messageId: string; ap: number; expiresAt: Date; token: string };

/**
 * What a user has spent on answers. `monthlyUsed` belongs to the month that ends at `quotaResetAt`, `todayUsed` to
 * `todayDay`. The limit is no part of it: it is resolved anew for every question.
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
/** Longer than a payment takes, and than the clocks of two instances differ. */
const maxSkewMs = 300_000;

/**
 * The latest moment at which a month may end that is in flight at `now`. A row that says a later one was written by a clock
 * that was far ahead.
 */
export function latestReset(now: Date): Date {
  return nextMonth(new Date(now.getTime() + maxSkewMs));
}

/**
 * The account as it is at a moment: reset when its month or its day is over, without holds that have expired. Time only
 * moves forward here: a clock that steps back finds a month that is not over yet, and gives nothing. A month that a wrong
 * clock has put far ahead ends with this one, and keeps what is used.
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
    // Live ones go on into the new month: their answers will be paid there.
    holds: account.holds.filter((hold) => isLive(hold, now)),
  };
}

/** A hold of a wrong clock would otherwise live for years; a right one lives for minutes. */
function isLive({ expiresAt }: Hold, now: Date): boolean {
  return expiresAt > now && expiresAt.getTime() - now.getTime() <= maxHoldMs;
}

function isOtherDay(day: BusinessDay, now: Date): boolean {
  return day < businessDay(now) || day > businessDay(new Date(now.getTime() + maxSkewMs));
}

export function heldOf({ holds }: Pick<ApAccount, 'holds'>): number {
  return holds.reduce((sum, { ap }) => sum + ap, 0);
}

/** What may still be reserved; never negative, also where a limit was lowered below what is used. */
export function remainingOf(account: ApAccount, limit: number): number {
  return Math.max(0, limit - account.monthlyUsed - heldOf(account));
}

/** Reserves AP for an answer, or null when there are not enough. One answer has one hold: asked again, it moves its hold. */
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
 * Turns a hold into a payment, in the month in which that happens. A hold that has expired meanwhile is paid like a new
 * one, or not at all: null when the AP went to other answers.
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
 * The moment of a payment, inside the month that pays it: when another call started a new month after `now` was read,
 * or a clock ahead of ours did, this is the start of that month.
 */
export function paidAt({ quotaResetAt }: ApAccount, now: Date): Date {
  const begin = monthBefore(quotaResetAt);
  const isAtTurn = begin > now && begin.getTime() - now.getTime() <= maxSkewMs;
  return isAtTurn ? begin : now;
}

/** True while the answer is still this invocation's: whoever ends it or takes it over moves its hold in the same transaction. */
export function isHeldBy(account: ApAccount | null, messageId: string, token: string): boolean {
  return account?.holds.some((one) => one.messageId === messageId && one.token === token) ?? false;
}

export function release(account: ApAccount, messageId: string): ApAccount {
  return { ...account, holds: account.holds.filter((other) => other.messageId !== messageId) };
}
