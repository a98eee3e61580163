import type { Context } from '../shared/context';
import { describeError } from '../shared/domain/log';
import { costOf } from '../shared/domain/quota/tier';
import { dailyUsage } from '../shared/domain/quota/usage';
import { businessDay } from '../shared/domain/time/business-day';
import { recordedFailure } from '../shared/domain/work/failure';
import { hasFailed, isRunning } from '../shared/domain/work/work';
import type { Work } from '../shared/domain/work/work';
import { AppError } from '../shared/error';
import { confirmSaved } from '../shared/flows/generation/finish';
import type { FinishedWork } from '../shared/flows/generation/finish';
import { settleOwn } from '../shared/flows/generation/interrupted';
import { toReply } from './reply';
import type { Reply } from './reply';
import type { Request } from './request';

type Earlier = { rows: Work[]; waiting: Work[] };

/**
 * The answer to a repeated request: its works as they stand now. No provider is asked again. Throws `refusal` if there are none,
 * and REQUEST_REUSED for another input with the same id.
 */
export async function replay(
  { requestHash, workIds }: Request,
  context: Context,
  refusal: AppError = new AppError('BUSY'),
): Promise<Reply> {
  const { caller, clock, users, works } = context;
  const earlier = await findEarlier(workIds, context, refusal);
  const all = [...earlier.rows, ...earlier.waiting];
  if (all.length === 0) throw refusal;
  if (all.some((work) => work.requestHash !== requestHash)) throw new AppError('REQUEST_REUSED');
  const now = clock.now();
  const [member, count, finished] = await Promise.all([
    users.members.find(caller.userId),
    works.countDay(caller.userId, businessDay(now)),
    toFinished(workIds, earlier, context),
  ]);
  if (member === null) throw new AppError('SIGN_IN_REQUIRED');
  const failed = finished.filter(({ work }) => hasFailed(work));
  if (failed.length === finished.length) throw recordedFailure(failed[0]?.work.errorCode);
  const usage = dailyUsage(member.facts, count.used, now);
  return toReply({
    finished,
    remainingCredits: costOf(usage.userType) === 0 ? null : member.user.credits,
    dailyUsage: usage,
  });
}

/** Works of the request that have a row, and those that wait in the backup. */
async function findEarlier(
  workIds: readonly string[],
  { log, works }: Context,
  refusal: AppError,
): Promise<Earlier> {
  try {
    // Read the backup first: a work that is recovered after this read is found in `works` by the next one.
    const waiting = await works.backups.findWaiting(workIds);
    return { rows: await works.findMany(workIds), waiting };
  } catch (error) {
    log.warn('earlier works not read', { cause: describeError(error) });
    // The original refusal is more informative.
    throw refusal;
  }
}

/** In the order of the ids. */
async function toFinished(
  workIds: readonly string[],
  earlier: Earlier,
  context: Context,
): Promise<FinishedWork[]> {
  const { works } = context;
  const rows = await settled();
  const finished = await Promise.all(workIds.map(toOne));
  return finished.filter((one) => one !== null);

  /** Ends abandoned works at once, because their owner is asking for them. */
  async function settled(): Promise<Work[]> {
    const shown = earlier.rows.filter(({ id }) => !earlier.waiting.some((work) => work.id === id));
    return (await settleOwn({ waitingIds: [], shown }, context))
      ? works.findMany(workIds)
      : earlier.rows;
  }

  async function toOne(workId: string): Promise<FinishedWork | null> {
    const work = rows.find(({ id }) => id === workId);
    if (work !== undefined && !isRunning(work)) return { work, saved: 'works' };
    const waiting = earlier.waiting.find(({ id }) => id === workId);
    if (waiting !== undefined) return confirmSaved(waiting, 'backup', context);
    return work === undefined ? null : { work, saved: 'none' };
  }
}
