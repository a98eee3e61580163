import { refund } from '../../domain/wallet/credits';
import { releasedSeat } from '../../domain/work/seat';
import { isRunning, runningStatuses } from '../../domain/work/work';
import type { Work } from '../../domain/work/work';
import { creditLogRow } from '../credits/credit-logs';
import type { Database } from '../core/database';
import { inTransaction } from '../core/transaction';
import type { Pace } from '../core/transaction';
import { parseUser } from '../users/users';
import { parseWork, parseWorkOrNull } from '../rows/work';

export type Picture = {
  imageUrl: string;
  imageBytes: number;
  completedAt: Date;
  providerTaskId?: string | undefined;
};
export type Failure = { errorCode: string; errorMessage: string };

export type EndingRepository = ReturnType<typeof createEndingRepository>;

/** How a work ends. Both ways take a running work only, once; the first to come decides, and the other reads the result. */
export function createEndingRepository(database: Database, pace: Pace) {
  const works = () => database.collection('works');

  async function standing(workId: string): Promise<Work> {
    const work = parseWorkOrNull((await works().doc(workId).get()).data);
    if (work === null) throw new Error(`The row of ${workId} is missing.`);
    return work;
  }

  /** `isOurs`: this very call ended it. Otherwise `work` says how it stands. */
  async function change(
    workId: string,
    data: object,
  ): Promise<{ isOurs: true } | { isOurs: false; work: Work }> {
    const running = { _id: workId, status: database.command.in(runningStatuses) };
    const { stats } = await works().where(running).update({ data });
    return stats.updated > 0 ? { isOurs: true } : { isOurs: false, work: await standing(workId) };
  }

  return {
    /** One attempt, safe to repeat after a lost answer. */
    async complete(
      work: Work,
      picture: Picture,
      more: { recoveredAt?: Date } = {},
    ): Promise<{ work: Work; isOurs: boolean }> {
      const data = {
        status: 'completed' as const,
        imageUrl: picture.imageUrl,
        images: [picture.imageUrl],
        imageBytes: picture.imageBytes,
        completedAt: picture.completedAt,
        updatedAt: picture.completedAt,
        ...(picture.providerTaskId === undefined ? {} : { providerTaskId: picture.providerTaskId }),
        ...(more.recoveredAt === undefined
          ? {}
          : { recoveredAt: more.recoveredAt, isRecovered: true }),
      };
      const changed = await change(work.id, data);
      return changed.isOurs ? { work: { ...work, ...data }, isOurs: true } : changed;
    },

    /** Gives the seat back and, when the work was charged, its credits: all in one step. */
    async fail(work: Work, failure: Failure, now: Date): Promise<{ work: Work; isOurs: boolean }> {
      const data = {
        status: 'failed' as const,
        ...failure,
        seat: releasedSeat(work.id),
        refundedCredits: work.cost,
        updatedAt: now,
      };
      if (work.cost === 0) {
        const changed = await change(work.id, data);
        return changed.isOurs ? { work: { ...work, ...data }, isOurs: true } : changed;
      }
      return inTransaction(database, pace, async (transaction) => {
        const workReference = transaction.collection('works').doc(work.id);
        const row = parseWork((await workReference.get()).data);
        if (!isRunning(row)) return { work: row, isOurs: false };
        const userReference = transaction.collection('users').doc(work.userId);
        const user = parseUser((await userReference.get()).data);
        if (user === null) {
          // Nobody is left to give anything back to; the work must come to its end all the same.
          const ended = { ...data, refundedCredits: 0 };
          await workReference.update({ data: ended });
          return { work: { ...row, ...ended }, isOurs: true };
        }
        const change = refund(user.credits, row);
        await workReference.update({ data });
        await userReference.update({
          data: {
            credits: change.after,
            generateCount: Math.max(0, user.generateCount - 1),
            updatedAt: now,
          },
        });
        await transaction
          .collection('credit_logs')
          .add({ data: creditLogRow(change, row.openid, now) });
        return { work: { ...row, ...data }, isOurs: true };
      });
    },
  };
}
