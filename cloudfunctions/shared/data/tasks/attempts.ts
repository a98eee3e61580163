import { attemptId } from '../../domain/tasks/attempt';
import type { Attempt, AttemptOutcome } from '../../domain/tasks/attempt';
import type { CurrentAttempt, Job } from '../../domain/tasks/job';
import { isLive, leaseFrom } from '../../domain/tasks/lease';
import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import { omitUndefined, requireDefined } from '../core/database';
import { fixedWaits, retry } from '../core/retry';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { inTransaction } from '../core/transaction';
import { parseJobOrNull } from '../rows/job';
import { parseAttempt, parseAttemptOrNull, toAttemptData } from '../rows/task-attempt';

export type AttemptRepository = ReturnType<typeof createAttemptRepository>;

const openOutcomes: AttemptOutcome[] = ['started', 'accepted'];

export function createAttemptRepository(
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
) {
  const { command } = database;
  const attempts = () => database.collection('task_attempts');
  const reader = createRowReader(parseAttempt, onInvalidRow);

  return {
    async list(workId: string): Promise<Attempt[]> {
      const { data } = await attempts()
        .where(requireDefined({ workId }))
        .orderBy('n', 'asc')
        .limit(20)
        .get();
      return reader.readAll(data);
    },

    /** Attempts of several pictures, ordered by their number. */
    async listMany(workIds: readonly string[]): Promise<Attempt[]> {
      if (workIds.length === 0) return [];
      const { data } = await attempts()
        .where({ workId: command.in(workIds) })
        .orderBy('n', 'asc')
        .limit(1000)
        .get();
      return reader.readAll(data);
    },

    async find(workId: string, n: number): Promise<Attempt | null> {
      return reader.readOptional((await attempts().doc(attemptId(workId, n)).get()).data);
    },

    /**
     * Records on job and attempt, in one transaction, that the order is about to be sent, and renews the lease. Null: the job has
     * another holder, has moved, or the attempt already exists; then nothing may be sent.
     */
    begin(job: Job, attempt: Attempt, current: CurrentAttempt): Promise<Job | null> {
      return inTransaction(database, clock, async (transaction) => {
        const jobReference = transaction.collection('task_jobs').doc(job.id);
        const row = parseJobOrNull((await jobReference.get()).data);
        const isHeld =
          row !== null &&
          row.leaseToken === job.leaseToken &&
          row.state === 'queued' &&
          isLive(row.leaseUntil, clock.now());
        if (!isHeld) return null;
        const lease = leaseFrom(clock.now());
        const reference = transaction.collection('task_attempts').doc(attemptId(job.id, attempt.n));
        const standing = parseAttemptOrNull((await reference.get()).data);
        // An earlier commit of ours whose answer was lost.
        if (standing !== null) {
          const isOurs = standing.leaseToken === job.leaseToken && standing.outcome === 'started';
          return isOurs ? { ...job, attempt: current, leaseUntil: row.leaseUntil } : null;
        }
        await reference.set({ data: toAttemptData(attempt) });
        const change = {
          ...lease,
          ...(row.startedAt === undefined ? { startedAt: clock.now() } : {}),
          updatedAt: clock.now(),
        };
        await jobReference.update({
          data: { attempt: command.set(omitUndefined(current)), ...change },
        });
        return { ...job, attempt: current, ...change };
      });
    },

    /** Records the outcome, once. */
    async close(
      workId: string,
      n: number,
      outcome: AttemptOutcome,
      more: Partial<Pick<Attempt, 'providerCode' | 'providerTaskId' | 'wasteFen' | 'costFen'>> = {},
    ): Promise<void> {
      const isEnd = !openOutcomes.includes(outcome);
      await retry(clock, fixedWaits(100), () =>
        attempts()
          .where({ _id: attemptId(workId, n), outcome: command.in(openOutcomes) })
          .update({
            data: { ...omitUndefined(more), outcome, ...(isEnd ? { endedAt: clock.now() } : {}) },
          }),
      );
    },

    /** A picture that arrived after the end of its job, or was paid for and not used. False: the attempt has no row any more. */
    async recordOrphan(
      workId: string,
      n: number,
      more: { orphanFileId?: string; wasteFen: number },
    ): Promise<boolean> {
      const { stats } = await attempts()
        .where({ _id: attemptId(workId, n) })
        .update({ data: { outcome: 'orphan', endedAt: clock.now(), ...more } });
      return stats.updated > 0;
    },
  };
}
