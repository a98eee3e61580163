import type { Files } from '../../data/core/files';
import type { WorksArea } from '../../data/works/area';
import { describeError } from '../../domain/log';
import { isAbandoned, leaseUntil } from '../../domain/work/lease';
import { isRunning } from '../../domain/work/work';
import type { Work } from '../../domain/work/work';
import { AppError } from '../../error';
import { countStored } from '../storage-count';
import type { StorageCountNeeds } from '../storage-count';
import { findPicture } from './find-picture';
import { recordOutcome } from './finish';
import type { FinishNeeds } from './finish';
import { toFailure } from './produce';

export type InterruptedNeeds = FinishNeeds &
  StorageCountNeeds & {
    timeoutMs: number;
    files: Pick<Files, 'find' | 'download'>;
    works: Pick<WorksArea, 'findOwn' | 'maintenance'>;
  };
export type Ending = 'recovered' | 'completed' | 'failed';

/**
 * Ends a work whose lease has expired: from its backup, from its stored picture, or as failed and refunded. Null if another
 * holder has taken it over. Idempotent.
 */
export async function endInterrupted(work: Work, needs: InterruptedNeeds): Promise<Ending | null> {
  const { clock, files, timeoutMs, works } = needs;
  const now = clock.now();
  const claimed = await works.maintenance.claim(work, leaseUntil(now, timeoutMs));
  if (claimed === null) return null;
  if ((await works.backups.findWaiting([work.id])).length > 0) {
    await works.backups.recover(work.id, now);
    return 'recovered';
  }
  const picture = await findPicture(work, files);
  if (picture === null) {
    const failure = toFailure(new AppError('INTERRUPTED'), needs);
    const { work: failed } = await recordOutcome(claimed, failure, needs);
    return failed.status === 'completed' ? 'completed' : 'failed';
  }
  await countStored(work.userId, work.id, picture.imageBytes, needs);
  const completed = { ...picture, completedAt: now };
  await recordOutcome(
    claimed,
    { status: 'completed', picture: completed, recoveredAt: now },
    needs,
  );
  return 'completed';
}

/** Keeps the read of one's own rows fast. */
export const maxSettled = 3;

/**
 * Ends at once, for an owner who is reading, what the timer would end within minutes: waiting backups, and shown works whose
 * lease has expired. True: something has changed, read again. Never fails the read.
 */
export async function settleOwn(
  { waitingIds, shown }: { waitingIds: readonly string[]; shown: readonly Work[] },
  needs: InterruptedNeeds,
): Promise<boolean> {
  const { clock, log, works } = needs;
  const now = clock.now();
  const abandoned = shown.filter((work) => isAbandoned(work, now) && !waitingIds.includes(work.id));
  const steps = [
    ...waitingIds.map((id) => () => works.backups.recover(id, now)),
    ...abandoned.map((work) => () => endInterrupted(work, needs)),
  ].slice(0, maxSettled);
  let hasChanged = false;
  for (const step of steps) {
    try {
      await step();
      hasChanged = true;
    } catch (error) {
      log.warn('own work not settled', { cause: describeError(error) });
    }
  }
  return hasChanged;
}

/** Ids of the owner's finished works that wait in the backup. An unreadable backup does not fail the caller. */
export async function findWaitingIds(
  userId: string,
  { log, works }: Pick<InterruptedNeeds, 'log' | 'works'>,
): Promise<string[]> {
  try {
    return (await works.backups.listWaitingOf(userId, maxSettled)).map(({ id }) => id);
  } catch (error) {
    log.warn('waiting backups not read', { cause: describeError(error) });
    return [];
  }
}

/**
 * The owner's work as it stands now, recovered first if it waits in the backup. Null if it is missing or belongs to another user.
 */
export async function findOwn(
  workId: string,
  userId: string,
  needs: InterruptedNeeds,
): Promise<Work | null> {
  const work = await needs.works.findOwn(workId, userId);
  if (work !== null && !isRunning(work)) return work;
  const waitingIds = (await needs.works.backups.isWaiting(workId, userId)) ? [workId] : [];
  const shown = work === null ? [] : [work];
  return (await settleOwn({ waitingIds, shown }, needs))
    ? needs.works.findOwn(workId, userId)
    : work;
}
