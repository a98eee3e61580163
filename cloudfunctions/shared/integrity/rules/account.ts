import type { Finding } from './findings';
import type { LedgerEntry } from './ledger';
import type { UserType } from '../../domain/quota/tier';
import type { WorkStatus } from '../../domain/work/work';

export type UserFacts = {
  credits: number;
  generateCount: number;
  userType: UserType;
};

/** Sums over the rows of one user: only small numbers, however many rows there are. */
export type Account = {
  user: UserFacts | null;
  /** Daily limit of works; null if it changed today, because the earlier limit is unknown. */
  dailyLimit: number | null;
  completed: number;
  running: number;
  today: number;
  entries: number;
  sum: number;
  chain: number;
  /** Which rows of the user are malformed. Sums that need them cannot be checked. */
  malformed: Record<MalformedRows, boolean>;
};
export type MalformedRows = 'user' | 'works' | 'entries';

export function emptyAccount(): Account {
  return {
    user: null,
    dailyLimit: null,
    completed: 0,
    running: 0,
    today: 0,
    entries: 0,
    sum: 0,
    chain: 0,
    malformed: { user: false, works: false, entries: false },
  };
}

export function addWork(account: Account, status: WorkStatus, isOfToday: boolean): void {
  if (status === 'completed') account.completed += 1;
  else if (status === 'pending' || status === 'processing') account.running += 1;
  else return;
  if (isOfToday) account.today += 1;
}

export function addEntry(account: Account, { amount, before, after }: LedgerEntry): void {
  account.entries += 1;
  account.sum += amount;
  account.chain = (account.chain + scramble(after) - scramble(before)) | 0;
}

/**
 * Entries form a chain if each begins where another ended. The sum of scramble(`after`) minus scramble(`before`) over an unbroken
 * chain depends only on its two ends, in whatever order the rows come: no sorting, one number per user.
 */
function isUnbroken({ chain, sum }: Account): boolean {
  return chain === ((scramble(sum) - scramble(0)) | 0);
}

function scramble(value: number): number {
  const mixed = Math.imul((value | 0) ^ 0x9e3779b9, 0x85ebca6b);
  return Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35) ^ (mixed >>> 13);
}

/** `hasLedger`: the credit logs were read, too. `isFormer`: the account was deleted, and its ledger is kept. */
export function accountFindings(
  userId: string,
  account: Account,
  { hasLedger, isFormer }: { hasLedger: boolean; isFormer: boolean },
): Finding[] {
  const { user, dailyLimit, completed, running, today, entries, sum, malformed } = account;
  const found: Finding[] = [];
  const add = (problem: Finding['problem'], what: string) =>
    found.push({ problem, id: userId, userId, what });

  if (user === null) {
    if (malformed.user) return found;
    if (isFormer) {
      if (hasLedger && !malformed.entries && sum !== 0) {
        add('balance', `已注销，流水合计 ${sum} 积分`);
      }
      return found;
    }
    const works = completed + running;
    if (works > 0) add('workWithoutUser', `${works} 条作品`);
    if (entries > 0) add('creditLogWithoutUser', `${entries} 条流水，合计 ${sum} 积分`);
    return found;
  }
  if (dailyLimit !== null && today > dailyLimit) {
    add('overLimit', `今日 ${today} 条，上限 ${dailyLimit}`);
  }
  // If nothing is charged, a running work counts only once it has finished.
  const isCounted = user.generateCount >= completed && user.generateCount <= completed + running;
  if (!isCounted && !malformed.works) {
    add('generateCount', `记录 ${user.generateCount}，实际 ${completed + running}`);
  }
  if (user.credits < 0) add('negativeCredits', `余额 ${user.credits}`);
  if (!hasLedger || malformed.entries) return found;
  if (user.credits !== sum) add('balance', `余额 ${user.credits}，流水合计 ${sum}`);
  if (!isUnbroken(account)) add('chain', `${entries} 条流水不能首尾相接`);
  return found;
}
