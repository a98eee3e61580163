import type { BusinessDay } from '../domain/business-day';
import { accountFindings, addEntry, addWork, emptyAccount } from '../domain/integrity-account';
import type { Account } from '../domain/integrity-account';
import type { Findings } from '../domain/integrity';
import { entryFindings, trioFindings } from '../domain/integrity-ledger';
import type { ChargedWork, LedgerEntry } from '../domain/integrity-ledger';
import { createSeatSet } from '../domain/integrity-seats';
import { seatFindings, workFindings } from '../domain/integrity-work';
import type { SeatFacts } from '../domain/integrity-work';
import type { Work, WorkStatus } from '../domain/work';
import { createCursor, pagesById, readWithPatience } from './integrity-database';
import type { AdminDatabase, PageOptions } from './integrity-database';
import { readDailyLimits } from './integrity-limits';
import { readEntry, readSeat, readUser, readWork } from './integrity-rows';
import type { Parsed } from './integrity-rows';
import type { Pace } from './transaction';

/** `light`: states, seats and users. `full`: also every whole row, the ledger and the files. */
export type Mode = 'light' | 'full';

export type ScanOptions = {
  mode: Mode;
  /** Limits are judged as of now; absent: not judged. */
  now?: Date;
  today: BusinessDay;
  pace: Pace;
  findings: Findings;
  /** Ids of works whose row may be missing because it waits in the backup. */
  inBackup: ReadonlySet<string>;
  /** Only rows of these users; absent: all rows. */
  userIds?: readonly string[];
  /** Sees every page of whole works before they are judged. */
  onWorks?: (works: readonly Work[]) => Promise<void>;
  onProgress?: (step: string, rows: number) => void;
};

export type Scan = { accounts: Map<string, Account>; statuses: Record<WorkStatus, number> };

const lightPage = 1000;
const wholePage = 250;

/**
 * Reads all rows once, in pages, and adds what it finds to `findings`. Keeps one small account per user; works, charges
 * and refunds are read in the order of the work's id side by side, so nothing is kept of them.
 */
export async function scan(database: AdminDatabase, options: ScanOptions): Promise<Scan> {
  const { mode, now, today, pace, findings, inBackup, userIds, onProgress } = options;
  const accounts = new Map<string, Account>();
  const statuses = { pending: 0, processing: 0, completed: 0, failed: 0, cancelled: 0 };
  const seats = createSeatSet();
  const suspectSeats: string[] = [];
  const ofUsers: { condition?: Record<string, unknown> } =
    userIds === undefined ? {} : { condition: { userId: database.command.in(userIds) } };
  const pages = (collection: string, pageOptions: PageOptions) =>
    pagesById(database, collection, pace, { ...ofUsers, ...pageOptions });

  function accountOf(userId: string): Account {
    let account = accounts.get(userId);
    if (account === undefined) {
      account = emptyAccount();
      accounts.set(userId, account);
    }
    return account;
  }

  function keep<Row>(result: Parsed<Row>): Row | null {
    if ('row' in result) return result.row;
    findings.add(result.finding);
    return null;
  }

  function seeSeat(work: SeatFacts): void {
    statuses[work.status] += 1;
    addWork(accountOf(work.userId), work.status, work.seat.includes(`:${today}:`));
    seatFindings(work).forEach(findings.add);
    if (work.seat !== '' && seats.add(work.seat)) suspectSeats.push(work.seat);
  }

  function seeEntry(raw: unknown): LedgerEntry | null {
    const entry = keep(readEntry(raw));
    if (entry === null) return null;
    addEntry(accountOf(entry.userId), entry);
    entryFindings(entry).forEach(findings.add);
    return entry;
  }

  async function seeUsers(): Promise<void> {
    const limitOf =
      now === undefined
        ? () => null
        : await readDailyLimits(database, { now, pace, findings, userIds });
    const every =
      userIds === undefined
        ? pagesById(database, 'users', pace, { size: lightPage, fields: userFields })
        : aFewAtATime(userIds, (ids) =>
            readWithPatience(pace, async () => {
              const query = database.collection('users').where({ _id: database.command.in(ids) });
              return (await query.limit(lightPage).get()).data;
            }),
          );
    let rows = 0;
    for await (const page of every) {
      for (const raw of page) {
        const user = keep(readUser(raw));
        if (user === null) continue;
        const { id, ...facts } = user;
        const account = accountOf(id);
        account.user = facts;
        account.dailyLimit = limitOf(id, facts.userType);
      }
      onProgress?.('users', (rows += page.length));
    }
  }

  async function seeLightWorks(): Promise<void> {
    const fields = { userId: true, status: true, seat: true };
    let rows = 0;
    await Promise.all(
      quarters.map(async (range) => {
        for await (const page of pages('works', { size: lightPage, fields, ...range })) {
          for (const raw of page) {
            const work = keep(readSeat(raw));
            if (work !== null) seeSeat(work);
          }
          onProgress?.('works', (rows += page.length));
        }
      }),
    );
  }

  /** Works, charges and refunds side by side, in the order of the work's id. */
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
      seeSeat(work as Work);
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
      trioFindings({ id, work, charge, refund }, inBackup.has(id)).forEach(findings.add);
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
    for await (const rows of aFewAtATime(suspectSeats, (some) =>
      readWithPatience(pace, async () => {
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

  if (mode === 'light') await Promise.all([seeUsers(), seeLightWorks()]);
  else {
    await seeUsers();
    await seeWorksAndLedger();
    await seeOtherEntries();
  }
  await settleSeats();
  for (const [userId, account] of accounts) {
    accountFindings(userId, account, mode === 'full').forEach(findings.add);
  }
  return { accounts, statuses };
}

/** Ids of works are hashes, so these are a quarter each; all ids lie in one of them, whatever they are. */
const quarters = [
  { before: 'work_4' },
  { from: 'work_4', before: 'work_8' },
  { from: 'work_8', before: 'work_c' },
  { from: 'work_c' },
];
const userFields = {
  userType: true,
  credits: true,
  generateCount: true,
  createdAt: true,
  updatedAt: true,
};
const entryFields = {
  fields: { userId: true, kind: true, amount: true, before: true, after: true, workId: true },
};

/** Ids that begin with `prefix`, which ends in a colon: the character after it is the semicolon. */
function within(prefix: string): PageOptions {
  return { size: lightPage, after: prefix, before: prefix.replace(':', ';'), ...entryFields };
}

/** A few at a time of a list that is short as a rule. */
async function* aFewAtATime(
  values: readonly string[],
  read: (some: readonly string[]) => Promise<unknown[]>,
): AsyncGenerator<unknown[]> {
  const few = 50;
  for (let start = 0; start < values.length; start += few) {
    yield await read(values.slice(start, start + few));
  }
}
