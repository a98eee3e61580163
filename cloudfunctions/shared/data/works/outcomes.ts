import { mayLeavePicture } from '../../domain/work/failure';
import { releasedSeat } from '../../domain/work/seat';
import { isRunning, runningStatuses } from '../../domain/work/work';
import type { Work, WorkChange } from '../../domain/work/work';
import type { Database } from '../core/database';
import { inTransaction } from '../core/transaction';
import type { Clock } from '../../domain/time/clock';
import { parseWork, parseWorkOrNull } from '../rows/work';
import { countCompleted, refundOwner } from './account';

export type Picture = {
  imageUrl: string;
  imageBytes: number;
  completedAt: Date;
  providerTaskId?: string | undefined;
};
export type Outcome =
  | { status: 'completed'; picture: Picture; recoveredAt?: Date | undefined }
  | { status: 'failed' | 'cancelled'; errorCode: string; errorMessage: string };

/** `isOurs`: ended by the holder of this lease, in this call or in an earlier one whose answer was lost. */
export type FinishedWork = { work: Work; isOurs: boolean };

export type OutcomeRepository = ReturnType<typeof createOutcomeRepository>;

/** Ends a work, once, and only by the holder of the current lease. All other callers get how it ended. */
export function createOutcomeRepository(database: Database, clock: Clock) {
  const works = () => database.collection('works');

  async function find(workId: string): Promise<Work> {
    const work = parseWorkOrNull((await works().doc(workId).get()).data);
    if (work === null) throw new Error(`The row of ${workId} is missing.`);
    return work;
  }

  async function update(work: Work, data: WorkChange): Promise<FinishedWork> {
    const held = {
      _id: work.id,
      status: database.command.in(runningStatuses),
      leaseToken: heldToken(work),
    };
    const { stats } = await works().where(held).update({ data });
    if (stats.updated > 0) return { work: { ...work, ...data }, isOurs: true };
    const standing = await find(work.id);
    const isOurs = standing.status === data.status && standing.leaseToken === work.leaseToken;
    return { work: standing, isOurs };
  }

  /** Releases the seat and refunds the credits in one transaction with the end. */
  function refundAndUpdate(work: Work, data: WorkChange, now: Date): Promise<FinishedWork> {
    return inTransaction(database, clock, async (transaction) => {
      const reference = transaction.collection('works').doc(work.id);
      const row = parseWork((await reference.get()).data);
      if (!isRunning(row) || row.leaseToken !== work.leaseToken)
        return { work: row, isOurs: false };
      let finished: Work = { ...row, ...data };
      await refundOwner(transaction, row, now, async (refundedCredits) => {
        finished = { ...finished, refundedCredits };
        await reference.update({ data: { ...data, refundedCredits } });
      });
      return { work: finished, isOurs: true };
    });
  }

  return {
    /** One attempt, safe to repeat after a lost answer. `work` carries the caller's lease. */
    finish(work: Work, outcome: Outcome, now: Date): Promise<FinishedWork> {
      if (outcome.status === 'completed') return update(work, toCompleted(outcome));
      const { status, errorCode, errorMessage } = outcome;
      const data = {
        ...{ status, errorCode, errorMessage, updatedAt: now },
        seat: releasedSeat(work.id),
        ...(mayLeavePicture(errorCode) ? { hasFilesToRemove: true } : {}),
      };
      return work.cost === 0
        ? update(work, { ...data, refundedCredits: 0 })
        : refundAndUpdate(work, data, now);
    },

    countCompleted(work: Work, now: Date): Promise<void> {
      return countCompleted(database, database.command, work, now);
    },
  };
}

export function toCompleted({
  picture,
  recoveredAt,
}: Extract<Outcome, { status: 'completed' }>): WorkChange {
  const { imageUrl, imageBytes, completedAt, providerTaskId } = picture;
  return {
    status: 'completed' as const,
    ...{ imageUrl, images: [imageUrl], imageBytes, completedAt, updatedAt: completedAt },
    ...(providerTaskId === undefined ? {} : { providerTaskId }),
    ...(recoveredAt === undefined ? {} : { recoveredAt, isRecovered: true }),
  };
}

/** Rows of an older shape have no token, which null matches. */
export function heldToken({ leaseToken }: Work): number | null {
  return leaseToken === 0 ? null : leaseToken;
}
