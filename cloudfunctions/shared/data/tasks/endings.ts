import { attemptId } from '../../domain/tasks/attempt';
import type { Attempt } from '../../domain/tasks/attempt';
import { isOpen } from '../../domain/tasks/job';
import type { Job, JobPicture } from '../../domain/tasks/job';
import { isEnded, withWork, workStateOf } from '../../domain/tasks/task';
import type { Task } from '../../domain/tasks/task';
import { afterEnd } from '../../domain/tasks/usage';
import { releasedSeat } from '../../domain/work/seat';
import { isRunning } from '../../domain/work/work';
import type { Work, WorkChange } from '../../domain/work/work';
import type { Clock } from '../../domain/time/clock';
import { AppError } from '../../error';
import type { WorkFailure } from '../../domain/work/failure';
import type { Database, Transaction } from '../core/database';
import { isMissing } from '../core/rows';
import { inTransaction } from '../core/transaction';
import { parseJob } from '../rows/job';
import { studioUsageOf, toStudioUsageData } from '../rows/studio-usage';
import { parseTask, toTaskData } from '../rows/task';
import { parseWork } from '../rows/work';
import { countCompleted, giveBack, refundOwner } from '../works/account';

export type JobEnding =
  | {
      state: 'done';
      picture: JobPicture;
      provider: string;
      isPaidBack: boolean;
      /** Details may differ from the garment. */
      hasDoubt: boolean;
    }
  | {
      state: 'failed' | 'cancelled' | 'dead';
      errorCode: WorkFailure;
      lastError?: string;
      /** The vendor may still deliver the picture: it is polled until then. */
      orphan?: { until: Date; dueAt: Date };
    };

/** `worker`: the holder of the lease. `owner`: ends a job that has not begun, whether or not it is leased. */
export type EndedBy = 'worker' | 'owner';

/** `isOurs`: ended by this call, or by an earlier one of the same holder whose answer was lost. */
export type EndedJob = { job: Job; task: Task; isOurs: boolean };

export type OnTaskEnded = (transaction: Transaction, task: Task) => Promise<void>;

export type EndingRepository = ReturnType<typeof createEndingRepository>;

/** Ends a picture exactly once: money, seat, daily place and the task's row change in one transaction. */
export function createEndingRepository(database: Database, clock: Clock) {
  return {
    /** `wasted`: attempts whose pictures were paid for and are not delivered. */
    end(
      held: Job,
      ending: JobEnding,
      by: EndedBy,
      wasted: readonly Pick<Attempt, 'n' | 'costFen'>[],
      onTaskEnded: OnTaskEnded,
    ): Promise<EndedJob> {
      return inTransaction(
        database,
        clock,
        async (transaction) => {
          const reference = (collection: string, id: string) =>
            transaction.collection(collection).doc(id);
          const jobs = reference('task_jobs', held.id);
          const job = parseJob((await jobs.get()).data);
          const tasks = reference('task_queue', job.taskId);
          const task = parseTask((await tasks.get()).data);
          if (!mayEnd(job, held, by)) {
            const isOurs = job.state === ending.state && job.leaseToken === held.leaseToken + 1;
            return { job, task, isOurs };
          }
          const now = clock.now();
          const works = reference('works', job.id);
          const work = parseWork((await works.get()).data);
          if (!isRunning(work)) throw new Error(`${work.id} has ended without its job.`);
          const usages = reference('studio_usage', job.userId);
          const usageRow = (await usages.get()).data;
          const usage = studioUsageOf(job.userId, usageRow);
          const money = await endWork(transaction, work, ending, now, (data) =>
            works.update({ data }),
          );
          const endedJob: Job = { ...job, ...toJobChange(job, ending, now) };
          const { attempt: _, picture: __, ...change } = toJobChange(job, ending, now);
          await jobs.update({ data: change });
          for (const { n, costFen } of wasted) {
            await reference('task_attempts', attemptId(job.id, n)).update({
              data: { outcome: 'done', endedAt: now, wasteFen: costFen },
            });
          }
          const isReplay = job.replayOf !== undefined;
          const left = isReplay
            ? { ...usage, unfinished: Math.max(0, usage.unfinished - 1) }
            : afterEnd(usage, work.day, ending.state === 'done');
          const usageData = toStudioUsageData(left, now);
          await (isMissing(usageRow)
            ? usages.set({ data: usageData })
            : usages.update({ data: usageData }));
          const workState = workStateOf(ending.state);
          const changedTask = withWork(
            task,
            job.id,
            { state: workState, isCancelling: undefined },
            now,
            money,
          );
          await tasks.set({ data: toTaskData(changedTask) });
          if (isEnded(changedTask)) await onTaskEnded(transaction, changedTask);
          return { job: endedJob, task: changedTask, isOurs: true };
        },
        // The pictures of a task may end concurrently.
        { maxConflicts: 60 },
      );
    },
  };

  async function endWork(
    transaction: Transaction,
    work: Work,
    ending: JobEnding,
    now: Date,
    write: (data: WorkChange) => Promise<unknown>,
  ): Promise<{ spent: number; refunded: number }> {
    if (ending.state === 'done') {
      const { picture, provider, isPaidBack, hasDoubt } = ending;
      const completed: WorkChange = {
        ...{ status: 'completed', imageUrl: picture.fileId, images: [picture.fileId] },
        ...{ imageBytes: picture.bytes, provider, completedAt: now, updatedAt: now },
        ...(hasDoubt ? { hasDoubt } : {}),
      };
      if (isPaidBack && work.cost > 0) {
        await giveBack(transaction, work, now);
        await write({ ...completed, refundedCredits: work.cost, fidelityRefunded: 1 });
        return { spent: 0, refunded: work.cost };
      }
      await write(completed);
      await countCompleted(transaction, database.command, work, now);
      return { spent: work.cost, refunded: 0 };
    }
    const { errorCode } = ending;
    const failed: WorkChange = {
      ...{ status: ending.state === 'cancelled' ? 'cancelled' : 'failed', errorCode },
      ...{ errorMessage: new AppError(errorCode).message, updatedAt: now },
      ...{ seat: releasedSeat(work.id), hasFilesToRemove: true },
    };
    if (work.cost === 0) {
      await write({ ...failed, refundedCredits: 0 });
      return { spent: 0, refunded: 0 };
    }
    await refundOwner(transaction, work, now, async (refundedCredits) => {
      await write({ ...failed, refundedCredits });
    });
    return { spent: 0, refunded: work.cost };
  }
}

function mayEnd(job: Job, held: Job, by: EndedBy): boolean {
  if (!isOpen(job)) return false;
  return by === 'owner' ? job.state === 'queued' : job.leaseToken === held.leaseToken;
}

/** The token is incremented, so that the previous holder can no longer write. */
function toJobChange(job: Job, ending: JobEnding, now: Date): Partial<Job> {
  const failure =
    ending.state === 'done'
      ? {}
      : { errorCode: ending.errorCode, lastError: ending.lastError ?? job.lastError };
  const orphan = ending.state === 'done' ? undefined : ending.orphan;
  return {
    ...{ state: ending.state, leaseToken: job.leaseToken + 1, leaseUntil: null, leaseHolder: '' },
    ...{ dueAt: orphan?.dueAt ?? null, orphanUntil: orphan?.until ?? null },
    ...failure,
    ...(ending.state === 'done' && ending.isPaidBack ? { fidelity: 'paidBack' } : {}),
    ...{ endedAt: now, updatedAt: now },
  };
}
