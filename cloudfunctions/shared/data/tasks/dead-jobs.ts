import type { Job } from '../../domain/tasks/job';
import type { Clock } from '../../domain/time/clock';
import { AppError } from '../../error';
import type { Database, Transaction } from '../core/database';
import { inTransaction } from '../core/transaction';
import { isMissing } from '../core/rows';
import { parseJobOrNull } from '../rows/job';

/** An admin's decision on a dead job. */
export type Decision = {
  jobId: string;
  reason: string;
  requestId: string;
  adminId: string;
};

/** The id of its line in `admin_logs`, which makes the decision idempotent. */
export function decisionId(
  action: 'replayJob' | 'discardJob',
  { jobId, requestId, adminId }: Decision,
) {
  return `${adminId}:${requestId}:${action}:${jobId}`;
}

export type DeadJobRepository = ReturnType<typeof createDeadJobRepository>;

export function createDeadJobRepository(database: Database, clock: Clock) {
  return {
    /** Removes it from the list. Throws NOT_FOUND if the job is not dead. */
    discard(decision: Decision): Promise<void> {
      return inTransaction(database, clock, async (transaction) => {
        const logId = decisionId('discardJob', decision);
        if (await isLogged(transaction, logId)) return;
        const job = await requireDead(transaction, decision.jobId);
        const now = clock.now();
        await transaction
          .collection('task_jobs')
          .doc(job.id)
          .update({ data: { discardedAt: now } });
        await writeLog(transaction, logId, 'discardJob', decision, { discardedAt: now }, now);
      });
    },
  };
}

/** Removes the dead job from the list, in the transaction that admits the new work. Throws NOT_FOUND if the job is not dead. */
export async function noteReplay(
  transaction: Transaction,
  decision: Decision,
  newJobId: string,
  now: Date,
): Promise<void> {
  const job = await requireDead(transaction, decision.jobId);
  await transaction
    .collection('task_jobs')
    .doc(job.id)
    .update({ data: { discardedAt: now } });
  const logId = decisionId('replayJob', decision);
  await writeLog(transaction, logId, 'replayJob', decision, { replayedAs: newJobId }, now);
}

async function requireDead(transaction: Transaction, jobId: string): Promise<Job> {
  const job = parseJobOrNull((await transaction.collection('task_jobs').doc(jobId).get()).data);
  if (job?.state !== 'dead') throw new AppError('NOT_FOUND');
  return job;
}

async function isLogged(transaction: Transaction, logId: string): Promise<boolean> {
  return !isMissing((await transaction.collection('admin_logs').doc(logId).get()).data);
}

async function writeLog(
  transaction: Transaction,
  logId: string,
  action: string,
  { jobId, reason, requestId, adminId }: Decision,
  after: object,
  now: Date,
): Promise<void> {
  await transaction
    .collection('admin_logs')
    .doc(logId)
    .set({
      data: {
        ...{ runId: requestId, operator: adminId, action, target: jobId },
        ...{ before: { state: 'dead' }, after: { ...after, reason }, createdAt: now },
      },
    });
}
