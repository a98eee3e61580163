import * as z from 'zod';
import { keepRecoveredMs } from '../checks/backups';
import { pagesById, retryRead } from '../admin-database';
import type { AdminDatabase } from '../admin-database';
import { createFindings } from '../rules/findings';
import { scan } from '../checks/scan';
import { inTransaction } from '../../data/core/transaction';
import type { Clock } from '../../domain/time/clock';
import { parseUserOrNull } from '../../data/rows/user';

/** One row of `admin_logs`: what a repair changed, and who ran it. */
export type AdminLog = {
  /** Identifies the run; together with action and target it forms the id, so a repeated write is one row. */
  runId: string;
  operator: string;
  action:
    | 'fixGenerateCount'
    | 'fixStorageUsage'
    | 'fixApUsage'
    | 'fixStudioUsage'
    | 'resyncQuotas'
    | 'recoverBackup'
    | 'restoreBackupFromLog'
    | 'cleanBackups';
  target: string;
  before: object;
  after: object;
  createdAt: Date;
};

export type Repairer = { runId: string; operator: string };
export type CountRepair = { userId: string; before: number; after: number };
export type CountPlan = {
  repairs: CountRepair[];
  /** Users with a running work: their count may still change, so the next run handles them. */
  waiting: string[];
};

export function adminLogRow(log: AdminLog): { _id: string } & Record<string, unknown> {
  return { _id: `${log.runId}:${log.action}:${log.target}`, ...log };
}

export async function writeAdminLog(database: AdminDatabase, log: AdminLog): Promise<void> {
  const { _id, ...data } = adminLogRow(log);
  await database.collection('admin_logs').doc(_id).set({ data });
}

/**
 * Users whose `generateCount` is not the number of their works that have not failed. Only reads; confirms each difference with a
 * second read.
 */
export async function planCountRepairs(
  database: AdminDatabase,
  options: { clock: Clock; confirmAfterMs?: number; onProgress?: Progress },
): Promise<CountPlan> {
  const { clock, confirmAfterMs = 1000, onProgress } = options;
  const read = (userIds?: readonly string[]) =>
    scan(database, {
      mode: 'light',
      today: '',
      clock,
      findings: createFindings(0),
      inBackup: new Set(),
      ...(userIds === undefined ? {} : { userIds }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });

  const first = miscounted((await read()).accounts);
  const plan: CountPlan = { repairs: [], waiting: [] };
  if (first.size === 0) return plan;
  await clock.sleep(confirmAfterMs);
  const userIds = [...first.keys()];
  for (let start = 0; start < userIds.length; start += usersPerRead) {
    const again = miscounted((await read(userIds.slice(start, start + usersPerRead))).accounts);
    for (const [userId, { repair, isRunning }] of again) {
      const earlier = first.get(userId)?.repair;
      if (isRunning) plan.waiting.push(userId);
      // A count that changed between the reads belongs to a user with a work in flight.
      else if (earlier?.before === repair.before && earlier.after === repair.after) {
        plan.repairs.push(repair);
      } else plan.waiting.push(userId);
    }
  }
  return plan;
}

type Progress = (step: string, rows: number) => void;
type Accounts = Awaited<ReturnType<typeof scan>>['accounts'];
const usersPerRead = 500;

function miscounted(accounts: Accounts): Map<string, { repair: CountRepair; isRunning: boolean }> {
  const found = new Map<string, { repair: CountRepair; isRunning: boolean }>();
  for (const [userId, { user, completed, running }] of accounts) {
    if (user === null) continue;
    const { generateCount } = user;
    if (generateCount >= completed && generateCount <= completed + running) continue;
    const repair = { userId, before: generateCount, after: completed + running };
    found.set(userId, { repair, isRunning: running > 0 });
  }
  return found;
}

/** Sets the count and writes the line in `admin_logs`, unless the count has changed since it was read. False: it has. */
export function repairCount(
  database: AdminDatabase,
  clock: Clock,
  { userId, before, after }: CountRepair,
  by: Repairer,
  now: Date,
): Promise<boolean> {
  const { _id, ...log } = adminLogRow({
    ...by,
    action: 'fixGenerateCount',
    target: userId,
    before: { generateCount: before },
    after: { generateCount: after },
    createdAt: now,
  });
  return inTransaction(database, clock, async (transaction) => {
    const entry = transaction.collection('admin_logs').doc(_id);
    const logged = (await entry.get()).data;
    // Our own commit, whose answer was lost.
    if (logged !== null && logged !== undefined) return true;
    const reference = transaction.collection('users').doc(userId);
    const user = parseUserOrNull((await reference.get()).data);
    if (user?.generateCount !== before) return false;
    await reference.update({ data: { generateCount: after, lastSyncAt: now, updatedAt: now } });
    await entry.set({ data: log });
    return true;
  });
}

/** Recovered backups whose retention period is over, ordered by id. */
export async function listCleanable(
  database: AdminDatabase,
  clock: Clock,
  now: Date,
): Promise<string[]> {
  const condition = {
    isRecovered: true,
    recoveredAt: database.command.lt(new Date(now.getTime() - keepRecoveredMs)),
  };
  const ids: string[] = [];
  const fields = { _id: true };
  for await (const page of pagesById(database, 'emergency_backup', clock, {
    size: 1000,
    condition,
    fields,
  })) {
    ids.push(...page.map(idOf));
  }
  return ids;
}

/** Removes the given backups that are still marked as recovered; returns how many it removed. */
export async function cleanBackups(
  database: AdminDatabase,
  ids: readonly string[],
  by: Repairer,
  now: Date,
): Promise<number> {
  let removed = 0;
  for (let start = 0; start < ids.length; start += 100) {
    const some = ids.slice(start, start + 100);
    const { stats } = await database
      .collection('emergency_backup')
      .where({ _id: database.command.in(some), isRecovered: true })
      .remove();
    removed += stats.removed;
    await writeAdminLog(database, {
      ...by,
      action: 'cleanBackups',
      target: some[0] ?? '',
      before: { backups: some },
      after: { removed: stats.removed },
      createdAt: now,
    });
  }
  return removed;
}

/** Ids of all waiting backups, in order. */
export async function listWaitingBackups(database: AdminDatabase, clock: Clock): Promise<string[]> {
  const ids: string[] = [];
  const condition = { isRecovered: false };
  for await (const page of pagesById(database, 'emergency_backup', clock, {
    size: 1000,
    condition,
    fields: { _id: true },
  })) {
    ids.push(...page.map(idOf));
  }
  return ids;
}

/** The state of a work, logged before and after its recovery. */
export async function readStanding(
  database: AdminDatabase,
  clock: Clock,
  workId: string,
): Promise<{ status: string; imageUrl: string } | null> {
  const { data } = await retryRead(clock, () => database.collection('works').doc(workId).get());
  if (data === null || data === undefined) return null;
  return Standing.parse(data);
}

const Standing = z.object({
  status: z.string().catch('?'),
  imageUrl: z.string().catch(''),
});

function idOf(row: unknown): string {
  return z.object({ _id: z.string() }).parse(row)._id;
}
