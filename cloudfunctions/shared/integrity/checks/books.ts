import type { BusinessDay } from '../../domain/time/business-day';
import { accountFindings, addEntry, addWork, emptyAccount } from '../rules/account';
import type { Account, MalformedRows, UserFacts } from '../rules/account';
import type { Finding, Findings } from '../rules/findings';
import { entryFindings } from '../rules/ledger';
import type { LedgerEntry } from '../rules/ledger';
import { createSeatSet } from '../rules/seats';
import { seatFindings } from '../rules/work';
import type { SeatFacts } from '../rules/work';
import { placeOf } from '../../domain/work/seat';
import type { WorkStatus } from '../../domain/work/work';
import { readEntry } from './rows';
import type { ParseResult } from './rows';

export type Books = ReturnType<typeof openBooks>;

/** Keeps one small account per user, however many rows there are; faults visible in a single row go to `findings`. */
export function openBooks(
  findings: Findings,
  today: BusinessDay,
  formerUsers: ReadonlySet<string> = new Set(),
) {
  const accounts = new Map<string, Account>();
  const figures = {
    users: 0,
    statuses: { pending: 0, processing: 0, completed: 0, failed: 0, cancelled: 0 },
  };
  const seats = createSeatSet();
  /** Seats that two works may share. */
  const suspectSeats = new Set<string>();

  /** Works whose row, charge or refund is malformed. */
  const malformedTrios = new Set<string>();

  function accountOf(userId: string): Account {
    let account = accounts.get(userId);
    if (account === undefined) {
      account = emptyAccount();
      accounts.set(userId, account);
    }
    return account;
  }

  function keep<Row>(result: ParseResult<Row>): Row | null {
    if ('row' in result) return result.row;
    noteMalformed(result.finding);
    return null;
  }

  function noteMalformed(finding: Finding): void {
    findings.add(finding);
    const { problem, id, userId } = finding;
    const rows = malformedRows[problem];
    if (rows === undefined) return;
    malformedTrios.add(id.replace(/^(consume|refund):/, ''));
    if (userId !== '') accountOf(userId).malformed[rows] = true;
  }

  function seeEntry(raw: unknown): LedgerEntry | null {
    const entry = keep(readEntry(raw));
    if (entry === null) return null;
    addEntry(accountOf(entry.userId), entry);
    entryFindings(entry).forEach(findings.add);
    return entry;
  }

  return {
    accounts,
    figures,
    suspectSeats,
    malformedTrios,
    /** Returns the row, or null if it is malformed, which is recorded as a finding. */
    keep,

    countUsers(users: number): void {
      figures.users += users;
    },

    seeUser({ id, ...facts }: UserFacts & { id: string }, dailyLimit: number | null): void {
      const account = accountOf(id);
      account.user = facts;
      account.dailyLimit = dailyLimit;
    },

    countWork(status: WorkStatus, works = 1): void {
      figures.statuses[status] += works;
    },

    seeSeat({ userId, status, seat, ...work }: SeatFacts): void {
      addWork(accountOf(userId), status, seat.includes(`:${today}:`));
      seatFindings({ userId, status, seat, ...work }).forEach(findings.add);
      if (seat !== '' && (seats.add(seat) || isOfSomebodyElse(seat, userId)))
        suspectSeats.add(seat);
    },

    seeEntry,

    /** Called after all rows were seen. `hasLedger`: including the credit logs. */
    close(hasLedger: boolean): void {
      for (const [userId, account] of accounts)
        accountFindings(userId, account, {
          hasLedger,
          isFormer: formerUsers.has(userId),
        }).forEach(findings.add);
    },
  };
}

const malformedRows: Partial<Record<Finding['problem'], MalformedRows>> = {
  invalidUser: 'user',
  invalidWork: 'works',
  invalidCreditLog: 'entries',
};

function isOfSomebodyElse(seat: string, userId: string): boolean {
  return placeOf(seat) !== null && !seat.startsWith(`${userId}:`);
}
