import { fidelityResults } from '../../domain/gates/fidelity';
import type { Clock } from '../../domain/time/clock';
import type { WorkStatus } from '../../domain/work/work';
import { retryRead } from '../admin-database';
import type { AdminDatabase } from '../admin-database';
import type { Findings } from '../rules/findings';
import type { Metrics } from '../rules/report';

const dayMs = 24 * 3_600_000;
const windowDays = 30;

/** One count per status: each reads one index range, however many works there are. */
export async function countSince(
  database: AdminDatabase,
  clock: Clock,
  since: Date,
  statuses: readonly WorkStatus[],
): Promise<number> {
  const createdAt = database.command.gte(since);
  const counts = await Promise.all(
    statuses.map((status) =>
      retryRead(clock, () => database.collection('works').where({ status, createdAt }).count()),
    ),
  );
  return counts.reduce((sum, { total }) => sum + total, 0);
}

/** The rates over the last days, as shown in the report. */
export async function measure(
  database: AdminDatabase,
  { now, clock }: { now: Date; clock: Clock },
  findings: Findings,
  userCount: number,
): Promise<Metrics> {
  const since = new Date(now.getTime() - windowDays * dayMs);
  const timestamp = database.command.gte(since);
  const countBackups = (isRecovered: boolean) =>
    retryRead(clock, () =>
      database.collection('emergency_backup').where({ isRecovered, timestamp }).count(),
    );
  const [completed, waiting, recovered, fidelity] = await Promise.all([
    countSince(database, clock, since, ['completed']),
    countBackups(false),
    countBackups(true),
    countFidelity(database, clock, since),
  ]);
  const finished = completed + waiting.total;
  return {
    windowDays,
    saveSuccessRate: finished === 0 ? null : completed / finished,
    backupTriggerRate: finished === 0 ? null : (waiting.total + recovered.total) / finished,
    fidelity,
    consistency:
      userCount === 0 ? null : Math.max(0, userCount - findings.countUsers()) / userCount,
  };
}

/** Counts pictures since then by their fidelity result. */
async function countFidelity(
  database: AdminDatabase,
  clock: Clock,
  since: Date,
): Promise<Metrics['fidelity']> {
  const endedAt = database.command.gte(since);
  const counts = await Promise.all(
    fidelityResults.map(async (fidelity) => {
      const query = database.collection('task_jobs').where({ fidelity, endedAt });
      return [fidelity, (await retryRead(clock, () => query.count())).total] as const;
    }),
  );
  return Object.fromEntries(counts) as Metrics['fidelity'];
}
