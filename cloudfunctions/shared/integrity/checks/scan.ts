import type { BusinessDay } from '../../domain/time/business-day';
import type { Account } from '../rules/account';
import type { Findings } from '../rules/findings';
import { trioFindings } from '../rules/ledger';
import type { ChargedWork } from '../rules/ledger';
import { workFindings } from '../rules/work';
import type { SeatFacts } from '../rules/work';
import type { Work, WorkStatus } from '../../domain/work/work';
import { openBooks } from './books';
import { inBatches, createCursor, pagesById, retryRead } from '../admin-database';
import type { AdminDatabase, PageOptions } from '../admin-database';
import { scanSums } from './light';
import { readDailyLimits } from './limits';
import type { LimitOf } from './limits';
import { readSeat, readUser, readWork, seatFields } from './rows';
import type { Clock } from '../../domain/time/clock';

/** `light`: statuses, seats and users. `full`: also every whole row, the ledger and the files. */
export type Mode = 'light' | 'full';

export type ScanOptions = {
  mode: Mode;
  /** Limits are checked as of this moment; absent: not checked. */
  now?: Date;
  today: BusinessDay;
  clock: Clock;
  findings: Findings;
  /** Ids of works whose row may be missing because it waits in the backup. */
  inBackup: ReadonlySet<string>;
  /** Only rows of these users; absent: all rows. */
  userIds?: readonly string[];
  /** Receives every page of whole works before they are checked. */
  onWorks?: (works: readonly Work[]) => Promise<void>;
  onProgress?: (step: string, rows: number) => void;
};

export type Scan = {
  /** All users, or in light mode those whose rows had to be read. */
  accounts: Map<string, Account>;
  users: number;
  statuses: Record<WorkStatus, number>;
};

const lightPage = 1000;
const wholePage = 250;

/**
 * Reads everything once and adds to `findings`. The light mode lets the database compute sums where possible. The full mode reads
 * all rows in pages: works, charges and refunds in parallel, ordered by the work's id, so none of them has to be kept in memory.
 */
export async function scan(database: AdminDatabase, options: ScanOptions): Promise<Scan> {
  const { mode, now, today, clock, findings, inBackup, userIds, onProgress } = options;
  const books = openBooks(findings, today, await readFormerUsers(database, clock));
  const { keep, seeEntry } = books;
  const limitOf: LimitOf =
    now === undefined
      ? () => null
      : await readDailyLimits(database, { now, clock, findings, userIds });
  const ofUsers: { condition?: object } =
    userIds === undefined ? {} : { condition: { userId: database.command.in(userIds) } };
  const pages = (collection: string, pageOptions: PageOptions) =>
    pagesById(database, collection, clock, { ...ofUsers, ...pageOptions });

  async function seeUsers(): Promise<void> {
    const every =
      userIds === undefined
        ? pagesById(database, 'users', clock, { size: lightPage, fields: userFields })
        : inBatches(userIds, (ids) =>
            retryRead(clock, async () => {
              const query = database.collection('users').where({ _id: database.command.in(ids) });
              return (await query.limit(lightPage).get()).data;
            }),
          );
    let rows = 0;
    for await (const page of every) {
      for (const raw of page) {
        const user = keep(readUser(raw));
        if (user === null) continue;
        books.countUsers(1);
        books.seeUser(user, limitOf(user.id, user.userType));
      }
      onProgress?.('users', (rows += page.length));
    }
  }

  function see(work: SeatFacts): void {
    books.countWork(work.status);
    books.seeSeat(work);
  }

  async function seeSeats(): Promise<void> {
    for await (const page of pages('works', { size: lightPage, fields: seatFields })) {
      for (const raw of page) {
        const work = keep(readSeat(raw));
        if (work !== null) see(work);
      }
    }
  }

  /** Merges works, charges and refunds in the order of the work's id. */
  async function seeWorksAndLedger(): Promise<void> {
    let rows = 0;
    async function* watched(): AsyncGenerator<unknown[]> {
      for await (const page of pages('works', { size: wholePage })) {
        const works = page.map((raw) => keep(readWork(raw)));
        await options.onWorks?.(works.filter((work) => work !== null));
        yield works;
        onProgress?.('works', (rows += page.length));
      }
    }
    const works = await createCursor(watched(), (work) => {
      if (work === null) return null;
      see(work as Work);
      workFindings(work as Work).forEach(findings.add);
      return work as ChargedWork;
    });
    const charges = await createCursor(pages('credit_logs', within('consume:')), seeEntry);
    const refunds = await createCursor(pages('credit_logs', within('refund:')), seeEntry);
    for (;;) {
      const ids = [
        works.current()?.id,
        charges.current()?.id.slice('consume:'.length),
        refunds.current()?.id.slice('refund:'.length),
      ].filter((id) => id !== undefined);
      const [first, ...others] = ids;
      if (first === undefined) return;
      const id = others.reduce((least, other) => (other < least ? other : least), first);
      const work = works.current()?.id === id ? works.current() : null;
      const charge = charges.current()?.id === `consume:${id}` ? charges.current() : null;
      const refund = refunds.current()?.id === `refund:${id}` ? refunds.current() : null;
      if (!books.malformedTrios.has(id)) {
        trioFindings({ id, work, charge, refund }, inBackup.has(id)).forEach(findings.add);
      }
      if (work !== null) await works.advance();
      if (charge !== null) await charges.advance();
      if (refund !== null) await refunds.advance();
    }
  }

  async function seeOtherEntries(): Promise<void> {
    const ranges = [
      { before: 'consume:' },
      { after: 'consume;', before: 'refund:' },
      { after: 'refund;' },
    ];
    for (const range of ranges) {
      for await (const page of pages('credit_logs', {
        size: lightPage,
        ...entryFields,
        ...range,
      })) {
        page.forEach(seeEntry);
      }
    }
  }

  async function settleSeats(): Promise<void> {
    for await (const rows of inBatches([...books.suspectSeats], (some) =>
      retryRead(clock, async () => {
        const condition = { seat: database.command.in(some) };
        return (await database.collection('works').where(condition).limit(lightPage).get()).data;
      }),
    )) {
      const owners = new Map<string, SeatFacts[]>();
      for (const raw of rows) {
        const result = readSeat(raw);
        if (!('row' in result)) continue;
        owners.set(result.row.seat, [...(owners.get(result.row.seat) ?? []), result.row]);
      }
      for (const [seat, works] of owners) {
        const [first] = works;
        if (first === undefined || works.length < 2) continue;
        const what = `席位 ${seat} 被 ${works.map(({ id }) => id).join('、')} 同时占用`;
        findings.add({ problem: 'duplicateSeat', id: first.id, userId: first.userId, what });
      }
    }
  }

  if (mode === 'full') {
    await seeUsers();
    await seeWorksAndLedger();
    await seeOtherEntries();
  } else if (userIds === undefined) {
    await scanSums(database, { books, limitOf, today, clock, onProgress });
  } else await Promise.all([seeUsers(), seeSeats()]);
  await settleSeats();
  books.close(mode === 'full');
  return { accounts: books.accounts, ...books.figures };
}

const userFields = {
  userType: true,
  credits: true,
  generateCount: true,
  createdAt: true,
};
const entryFields = {
  fields: { userId: true, kind: true, amount: true, before: true, after: true, workId: true },
};

/** Ids that begin with `prefix`, which ends in a colon: the next character after the colon is the semicolon. */
function within(prefix: string): PageOptions {
  return { size: lightPage, after: prefix, before: prefix.replace(':', ';'), ...entryFields };
}

/** Ids of deleted accounts, whose ledgers are kept. */
async function readFormerUsers(database: AdminDatabase, clock: Clock): Promise<Set<string>> {
  const ids = new Set<string>();
  const pages = pagesById(database, 'former_users', clock, {
    ...{ size: lightPage, fields: { _id: true } },
  });
  for await (const page of pages) {
    for (const raw of page) ids.add((raw as { _id: string })._id);
  }
  return ids;
}
