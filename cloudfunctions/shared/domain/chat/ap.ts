import { businessDay } from '../time/business-day';
import type { BusinessDay } from '../time/business-day';
import { monthBefore, nextMonth } from '../time/business-month';

/** AP promised to an answer under way. It ends by itself, so that a function that died holds nothing for ever. */
export type Hold = { messageId: string; ap: number; expiresAt: Date };

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

/**
 * The account as it is at a moment: begun anew when its month or its day is over, without holds that have expired. Time
 * only moves forward here: a clock that steps back finds a month that is not over yet, and gives nothing.
 */
export function accountAt(account: ApAccount | null, now: Date): ApAccount {
  if (account === null) return newAccount(now);
  const day = businessDay(now);
  return {
    ...account,
    ...(now >= account.quotaResetAt ? { monthlyUsed: 0, quotaResetAt: nextMonth(now) } : {}),
    ...(day > account.todayDay ? { todayUsed: 0, todayDay: day } : {}),
    // Those that live go on into the new month: their answers will be paid there.
    holds: account.holds.filter((hold) => hold.expiresAt > now),
  };
}

export function heldOf({ holds }: Pick<ApAccount, 'holds'>): number {
  return holds.reduce((sum, { ap }) => sum + ap, 0);
}

/** What may still be promised; never negative, also where a limit was lowered below what is used. */
export function remainingOf(account: ApAccount, limit: number): number {
  return Math.max(0, limit - account.monthlyUsed - heldOf(account));
}

/** Promises AP to an answer, or null when there are not enough. The same answer holds once: asked again, it moves its hold. */
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
 * Turns a promise into a payment, in the month in which that happens. A promise that has expired meanwhile is paid like
 * a new one, or not at all: null when the AP went to other answers.
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

/** Longer than a payment takes, and than clocks differ. */
const turnMs = 300_000;

/**
 * The moment of a payment, in the month that pays it: where somebody else began the month anew after `now` was read, or
 * by a clock that is ahead of ours, that is its first one.
 */
export function paidAt({ quotaResetAt }: ApAccount, now: Date): Date {
  const begin = monthBefore(quotaResetAt);
  const isAtTurn = begin > now && begin.getTime() - now.getTime() <= turnMs;
  return isAtTurn ? begin : now;
}

export function release(account: ApAccount, messageId: string): ApAccount {
  return { ...account, holds: account.holds.filter((other) => other.messageId !== messageId) };
}
