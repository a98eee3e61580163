import { claimOf, isClaimable } from '../../domain/tasks/lease';
import type { Claim } from '../../domain/tasks/lease';
import { openJobStates } from '../../domain/tasks/job';
import type { Job, JobState } from '../../domain/tasks/job';
import { etaSample, maxAhead } from '../../domain/tasks/eta';
import type { TaskType } from '../../domain/tasks/task-type';
import type { Clock } from '../../domain/time/clock';
import type { Page, Position } from '../../domain/cursor';
import type { Database } from '../core/database';
import { omitUndefined, requireDefined } from '../core/database';
import { findNewest } from '../core/newest';
import { fixedWaits, retry } from '../core/retry';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import type { Sign } from '../timers/sign';
import { parseJob, parseJobOrNull } from '../rows/job';

/** A job leased by this invocation. Every write to it is conditional on its lease token. */
export type HeldJob = { job: Job; exhausted: Claim['exhausted'] };

export type JobRepository = ReturnType<typeof createJobRepository>;

/** States whose next step is due soon; queued jobs are taken in their turn. */
const movingStates = ['accepted', 'arrived', 'checked'] as const;
/** The maximum number of rows of one query. */
const maxPassedOver = 1000;

export function createJobRepository(database: Database, clock: Clock, onInvalidRow: OnInvalidRow) {
  const { command } = database;
  const jobs = () => database.collection('task_jobs');
  const reader = createRowReader(parseJob, onInvalidRow);

  async function find(jobId: string): Promise<Job | null> {
    return parseJobOrNull((await jobs().doc(jobId).get()).data);
  }

  /** The first `limit` readable rows. If some are unreadable, more are read, so that they do not block the others for ever. */
  async function readFirst(
    limit: number,
    query: (count: number) => Promise<{ data: unknown[] }>,
  ): Promise<Job[]> {
    const { data } = await query(limit);
    const read = reader.readAll(data);
    if (read.length === data.length || data.length < limit) return read;
    return reader.readAll((await query(maxPassedOver)).data).slice(0, limit);
  }

  return {
    find,

    /** All jobs of a task, in the order of its works. */
    async listOfTask(taskId: string): Promise<Job[]> {
      const { data } = await jobs().where(requireDefined({ taskId })).limit(20).get();
      return reader.readAll(data);
    },

    /** Due jobs that were begun, and ended ones that are still polled for a late picture. Longest due first. */
    async listMoving(now: Date, limit: number): Promise<Job[]> {
      const due = (states: readonly JobState[]) =>
        readFirst(limit, (count) =>
          jobs()
            .where({ state: command.in(states), dueAt: command.lte(now) })
            .orderBy('dueAt', 'asc')
            .limit(count)
            .get(),
        );
      const [open, late] = await Promise.all([due(movingStates), due(['failed', 'cancelled'])]);
      return [...open, ...late].filter((job) => isClaimable(job, now));
    },

    /** Queued jobs, in the order of their turns. */
    async listQueued(type: TaskType, now: Date, limit: number): Promise<Job[]> {
      const queued = await readFirst(limit, (count) =>
        jobs()
          .where({ state: 'queued', type, dueAt: command.lte(now) })
          .orderBy('turn', 'asc')
          .limit(count)
          .get(),
      );
      return queued.filter((job) => isClaimable(job, now));
    },

    /**
     * Leases the job under a new token. Null: another worker was faster, or the job has moved. Recognises its own claim after a
     * lost answer.
     */
    async claim(job: Job, holder: string, now: Date): Promise<HeldJob | null> {
      const { change, exhausted } = claimOf(job, holder, now);
      const data = { ...change, updatedAt: now };
      try {
        const { stats } = await jobs()
          .where({ _id: job.id, state: job.state, leaseToken: job.leaseToken })
          .update({ data });
        if (stats.updated === 0) return null;
      } catch {
        const standing = await find(job.id);
        if (standing?.leaseHolder !== holder || standing.leaseToken !== change.leaseToken) {
          return null;
        }
      }
      return { job: { ...job, ...data }, exhausted };
    },

    /**
     * A write by the holder. Null: the token has changed, and nothing was written. `unless`: fields that others may set without a
     * token (a verdict, a request to cancel) and that must still be unset.
     */
    async change(
      job: Job,
      data: Partial<Job>,
      unless: Partial<Pick<Job, 'verdict' | 'cancelRequestedAt'>> = {},
    ): Promise<Job | null> {
      const changed = { ...data, updatedAt: clock.now() };
      // A repetition after a lost answer meets its own write, with the same token: that is the same change.
      const { stats } = await retry(clock, fixedWaits(100), () =>
        jobs()
          .where({ _id: job.id, leaseToken: job.leaseToken, ...unless })
          .update({ data: toChange(changed) }),
      );
      return stats.updated === 0 ? null : { ...job, ...changed };
    },

    /** Records the moderation outcome. Not a worker's write: the verdict may come while a worker holds the job. */
    async recordVerdict(jobId: string, verdict: NonNullable<Job['verdict']>, now: Date) {
      await jobs()
        .where({ _id: jobId, state: 'arrived', verdict: null })
        .update({ data: { verdict, dueAt: now, updatedAt: now } });
    },

    async requestCancel(jobId: string, now: Date): Promise<void> {
      await jobs()
        .where({
          _id: jobId,
          state: command.in(['accepted', 'arrived', 'checked']),
          cancelRequestedAt: null,
        })
        .update({ data: { cancelRequestedAt: now, dueAt: now, updatedAt: now } });
    },

    /** Makes jobs that wait for an asset, or lost one they need, due now. */
    async wake(jobIds: readonly string[], now: Date): Promise<void> {
      await jobs()
        .where({ _id: command.in(jobIds), state: command.in(openJobStates), leaseUntil: null })
        .update({ data: { dueAt: now } });
    },

    /** The earliest moment after `after` at which a job is due. */
    async nextDueAt(after: Date = new Date(0)): Promise<Date | null> {
      const { data } = await jobs()
        .where({
          state: command.in([...openJobStates, 'failed', 'cancelled']),
          dueAt: command.gt(after),
        })
        .orderBy('dueAt', 'asc')
        .field({ dueAt: true })
        .limit(1)
        .get();
      return (data as { dueAt: Date }[])[0]?.dueAt ?? null;
    },

    signs(): Sign[] {
      return [
        { collection: 'task_jobs', where: { state: command.in(openJobStates) } },
        {
          collection: 'task_jobs',
          where: { state: command.in(['failed', 'cancelled']), dueAt: command.gt(new Date(0)) },
        },
      ];
    },

    /** The number of queued pictures ahead, counted up to `maxAhead`. */
    async countAhead(turn: Date): Promise<number> {
      const { data } = await jobs()
        .where({ state: 'queued', turn: command.lt(turn) })
        .field({ _id: true })
        .limit(maxAhead)
        .get();
      return data.length;
    },

    /** Durations of the latest pictures of a kind, without the time in the queue. */
    async recentDurations(type: TaskType): Promise<number[]> {
      const { data } = await jobs()
        .where({ type, state: 'done' })
        .orderBy('endedAt', 'desc')
        .field({ startedAt: true, endedAt: true })
        .limit(etaSample)
        .get();
      return (data as { startedAt?: Date; endedAt?: Date }[]).flatMap(({ startedAt, endedAt }) =>
        startedAt === undefined || endedAt === undefined
          ? []
          : [endedAt.getTime() - startedAt.getTime()],
      );
    },

    /** Jobs that have not ended, longest waiting first. */
    async listOldestOpen(limit: number): Promise<Job[]> {
      const ofState = async (state: JobState) => {
        const { data } = await jobs()
          .where({ state, createdAt: command.gt(new Date(0)) })
          .orderBy('createdAt', 'asc')
          .limit(limit)
          .get();
        return reader.readAll(data);
      };
      const open = (await Promise.all(openJobStates.map(ofState))).flat();
      return open.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime()).slice(0, limit);
    },

    /** Dead jobs that were not discarded, latest first. */
    async listDead(from: Position, size: number): Promise<Page<Job>> {
      const condition = { state: 'dead', discardedAt: null };
      const by = { by: 'updatedAt' } as const;
      const rows = await findNewest(database, 'task_jobs', condition, from, size + 1, by);
      return reader.readPage(rows, size, 'updatedAt');
    },
  };

  /** Objects are replaced as a whole: a plain update would merge them into the stored ones. */
  function toChange(data: Partial<Job>): object {
    return {
      ...omitUndefined(data),
      ...(data.attempt == null ? {} : { attempt: command.set(omitUndefined(data.attempt)) }),
      ...(data.picture == null ? {} : { picture: command.set(data.picture) }),
      ...(data.firstPicture == null ? {} : { firstPicture: command.set(data.firstPicture) }),
      // Updates that change nothing report 0 updated rows.
      version: command.inc(1),
    };
  }
}
