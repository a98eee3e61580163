import * as z from 'zod';
import { inTransaction } from '../../data/core/transaction';
import { isMissing } from '../../data/core/rows';
import { parseStudioUsage } from '../../data/rows/studio-usage';
import { openJobStates } from '../../domain/tasks/job';
import type { StudioUsage } from '../../domain/tasks/usage';
import type { Clock } from '../../domain/time/clock';
import { countedStatuses } from '../../domain/work/work';
import { pagesById } from '../admin-database';
import type { AdminDatabase } from '../admin-database';
import { parsed } from '../checks/rows';
import { adminLogRow } from './repair';
import type { Repairer } from './repair';

type Counts = Pick<StudioUsage, 'unfinished' | 'used'>;
export type StudioRepair = { userId: string; day: string; before: Counts; after: Counts };

const OwnedRow = z.object({ userId: z.string(), day: z.string().catch('') });
const pageSize = 250;

/**
 * Users whose row of `studio_usage` disagrees with their jobs and works. Confirms each difference with a second read: rows are
 * read one after the other, and pictures may end meanwhile.
 */
export async function planStudioRepairs(
  database: AdminDatabase,
  { clock, confirmAfterMs = 1000 }: { clock: Clock; confirmAfterMs?: number },
): Promise<StudioRepair[]> {
  const first = await readDrift(database, clock);
  if (first.length === 0) return [];
  await clock.sleep(confirmAfterMs);
  const again = new Set((await readDrift(database, clock)).map((one) => JSON.stringify(one)));
  return first.filter((repair) => again.has(JSON.stringify(repair)));
}

async function readDrift(database: AdminDatabase, clock: Clock): Promise<StudioRepair[]> {
  const drift: StudioRepair[] = [];
  for await (const page of pagesById(database, 'studio_usage', clock, { size: pageSize })) {
    const usages = page.flatMap((raw) => {
      const result = parsed('invalidRow', raw, () => parseStudioUsage(raw));
      return 'row' in result ? [result.row] : [];
    });
    const after = await countRows(database, clock, usages);
    for (const { userId, day, unfinished, used } of usages) {
      const counts = after.get(userId) ?? { unfinished: 0, used: 0 };
      if (unfinished === counts.unfinished && used === counts.used) continue;
      drift.push({ userId, day, before: { unfinished, used }, after: counts });
    }
  }
  return drift;
}

async function countRows(
  database: AdminDatabase,
  clock: Clock,
  usages: readonly StudioUsage[],
): Promise<Map<string, Counts>> {
  const { command } = database;
  const counts = new Map(usages.map(({ userId }) => [userId, { unfinished: 0, used: 0 }]));
  const days = new Map(usages.map(({ userId, day }) => [userId, day]));
  const ofUsers = { userId: command.in([...counts.keys()]) };
  const jobs = pagesById(database, 'task_jobs', clock, {
    ...{ size: 1000, fields: { userId: true } },
    condition: { ...ofUsers, state: command.in(openJobStates) },
  });
  for await (const page of jobs) {
    for (const raw of page) {
      const count = counts.get(OwnedRow.parse(raw).userId);
      if (count !== undefined) count.unfinished += 1;
    }
  }
  const works = pagesById(database, 'works', clock, {
    ...{ size: 1000, fields: { userId: true, day: true } },
    condition: {
      ...{ ...ofUsers, day: command.in([...new Set(days.values())]) },
      ...{ status: command.in(countedStatuses), taskId: command.gt('') },
    },
  });
  for await (const page of works) {
    for (const raw of page) {
      const { userId, day } = OwnedRow.parse(raw);
      const count = counts.get(userId);
      // A replay has no day, and so does not count.
      if (count !== undefined && day !== '' && days.get(userId) === day) count.used += 1;
    }
  }
  return counts;
}

/** Writes the planned values and the line in `admin_logs`, unless the row has changed since. False: it has. */
export function repairStudioUsage(
  database: AdminDatabase,
  clock: Clock,
  { userId, day, before, after }: StudioRepair,
  by: Repairer,
  now: Date,
): Promise<boolean> {
  const { _id, ...log } = adminLogRow({
    ...by,
    ...{ action: 'fixStudioUsage', target: userId, before, after, createdAt: now },
  });
  return inTransaction(database, clock, async (transaction) => {
    const entry = transaction.collection('admin_logs').doc(_id);
    // This run has already committed, and the answer was lost.
    if (!isMissing((await entry.get()).data)) return true;
    const reference = transaction.collection('studio_usage').doc(userId);
    const row = (await reference.get()).data;
    if (isMissing(row)) return false;
    const standing = parseStudioUsage(row);
    const isSame =
      standing.day === day &&
      standing.unfinished === before.unfinished &&
      standing.used === before.used;
    if (!isSame) return false;
    await reference.update({ data: { ...after, updatedAt: now } });
    await entry.set({ data: log });
    return true;
  });
}
