import type { Outcome } from '../../data/works/outcomes';
import type { Files } from '../../data/core/files';
import { describeError } from '../../domain/log';
import { workFailureOf } from '../../domain/work/failure';
import { hasFailed } from '../../domain/work/work';
import type { TextToImageWork, Work } from '../../domain/work/work';
import { AppError } from '../../error';
import { countRemoved, countStored } from '../storage-count';
import type { StorageCountNeeds } from '../storage-count';
import { finish } from './finish';
import type { FinishedWork, FinishNeeds } from './finish';
import { paint } from './paint';
import type { PaintNeeds } from './paint';
import { storePicture } from './store';
import type { StoredPicture, StoreNeeds } from './store';

export type ProduceNeeds = FinishNeeds &
  PaintNeeds &
  StoreNeeds &
  StorageCountNeeds & { files: Pick<Files, 'remove'> };

/** Within the function's limit of 60 s; the rest is reserved for recording the outcomes. */
const paintDeadlineMs = 40_000;
const storeDeadlineMs = 48_000;

/** Takes an admitted work to its end: paint, store, finish. Never throws. */
export async function produce(
  work: TextToImageWork,
  { startedAt, marked, isStorageTight }: Production,
  needs: ProduceNeeds,
): Promise<FinishedWork> {
  const after = (ms: number) => new Date(startedAt.getTime() + ms);
  try {
    const painted = await paint(work, needs, after(paintDeadlineMs));
    const stored = await storePicture(
      work,
      painted.imageUrl,
      needs,
      after(storeDeadlineMs),
      painted,
    );
    await marked;
    const picture = {
      ...stored,
      completedAt: needs.clock.now(),
      providerTaskId: painted.taskId,
    };
    const counted = countStored(work.userId, work.id, stored.imageBytes, needs);
    // Near the limit, the work must not appear completed before its bytes are counted.
    if (isStorageTight) await counted;
    const finished = finish({ ...work, startedAt }, { status: 'completed', picture }, needs);
    await counted;
    const ending = await finished;
    if (ending.saved === 'works' && hasFailed(ending.work)) {
      await discard(ending.work, stored, needs);
    }
    return ending;
  } catch (error) {
    await marked;
    return finish(work, toFailure(error, needs), needs);
  }
}

/** A sweep failed the work while its picture was being stored. Never throws: the sweep looks for such pictures, too. */
async function discard(
  work: Work,
  { imageUrl, imageBytes }: StoredPicture,
  needs: ProduceNeeds,
): Promise<void> {
  try {
    await needs.files.remove([imageUrl]);
  } catch (error) {
    needs.log.warn('picture of a failed work not removed', { cause: describeError(error) });
  }
  await countRemoved(work.userId, work.id, imageBytes, needs);
}

export type Production = {
  startedAt: Date;
  /** Settles once the row has been marked `processing`. */
  marked: Promise<void>;
  isStorageTight: boolean;
};

export function toFailure(
  error: unknown,
  { log }: Pick<FinishNeeds, 'log'>,
): Extract<Outcome, { status: 'failed' | 'cancelled' }> {
  const errorCode = workFailureOf(error);
  if (errorCode === 'INTERNAL') log.error('work failed', { cause: describeError(error) });
  return { status: 'failed', errorCode, errorMessage: new AppError(errorCode).message };
}
