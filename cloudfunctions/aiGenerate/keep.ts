import type { Context } from '../shared/context';
import { toBackupRow } from '../shared/data/works/backups';
import type { BackupRecord } from '../shared/data/works/backups';
import type { Picture } from '../shared/data/works/ending';
import { workFailureOf } from '../shared/domain/work/failure';
import type { Work } from '../shared/domain/work/work';
import { AppError } from '../shared/error';
import { describeError } from '../shared/domain/log';
import { vouch } from './vouch';

/** How a work ended, and where its picture's record stands. `isOurs`: this call ended it. */
export type Ended = { work: Work; saved: 'works' | 'backup' | 'none'; isOurs: boolean };

type Needs = Pick<Context, 'clock' | 'log'> & {
  works: Pick<Context['works'], 'backups' | 'ending' | 'find'>;
};

export const emergencyMarker = 'EMERGENCY_RECORD';
/** After each failed attempt; the last one lets a stumbling database breathe before the backup is written to it. */
const waitsMs = [1_000, 2_000, 3_000];

/**
 * Records a finished picture: in `works`, else in `emergency_backup`, else as one log line. Never throws, never turns a
 * good picture into a failed work, and calls it completed only where nobody will end it otherwise.
 */
export async function keepCompleted(work: Work, picture: Picture, needs: Needs): Promise<Ended> {
  const attempt = await withCare(needs, () => needs.works.ending.complete(work, picture));
  if ('result' in attempt) return { ...attempt.result, saved: 'works' };
  const completed: Work = {
    ...work,
    status: 'completed',
    imageUrl: picture.imageUrl,
    images: [picture.imageUrl],
    imageBytes: picture.imageBytes,
    completedAt: picture.completedAt,
    updatedAt: picture.completedAt,
    providerTaskId: picture.providerTaskId,
  };
  const saved = await keepInBackup(
    {
      work: completed,
      backupReason: 'works_collection_save_failed',
      originalError: describeError(attempt.error),
      retryCount: waitsMs.length,
      timestamp: needs.clock.now(),
    },
    needs,
  );
  return { ...(await vouch(completed, saved, needs)), isOurs: false };
}

async function keepInBackup(record: BackupRecord, needs: Needs): Promise<'backup' | 'none'> {
  try {
    await needs.works.backups.put(record);
    needs.log.alarm('work kept in emergency_backup', { workId: record.work.id });
    return 'backup';
  } catch (error) {
    const cause = describeError(error);
    needs.log.alarm('emergency_backup failed', { workId: record.work.id, cause });
    // The last place: recovery reads this line from the log. The owner is found again by userId, so no openid here.
    console.error(`${emergencyMarker} ${JSON.stringify(toBackupRow(record), withoutOpenid)}`);
    return 'none';
  }
}

function withoutOpenid(key: string, value: unknown): unknown {
  return key === 'openid' || key === '_openid' ? undefined : value;
}

/**
 * Records a failure and gives seat and credits back. If that cannot be written, the sweeper does it later, unless it finds
 * the picture: an upload whose answer was lost may have arrived. That work is said to be under way, not failed.
 */
export async function keepFailed(work: Work, error: unknown, needs: Needs): Promise<Ended> {
  const errorCode = workFailureOf(error);
  if (errorCode === 'INTERNAL') needs.log.error('work failed', { cause: describeError(error) });
  const failure = { errorCode, errorMessage: new AppError(errorCode).message };
  const attempt = await withCare(needs, () =>
    needs.works.ending.fail(work, failure, needs.clock.now()),
  );
  if ('result' in attempt) return { ...attempt.result, saved: 'works' };
  needs.log.alarm('failure not recorded', { workId: work.id, cause: describeError(attempt.error) });
  const isDecided = errorCode !== 'PICTURE_NOT_STORED';
  const told = isDecided
    ? { status: 'failed' as const, ...failure }
    : { status: 'processing' as const };
  return { work: { ...work, ...told }, saved: 'none', isOurs: false };
}

async function withCare<Result>(
  { clock, log }: Needs,
  step: () => Promise<Result>,
): Promise<{ result: Result } | { error: unknown }> {
  let lastError: unknown;
  for (const [index, waitMs] of waitsMs.entries()) {
    try {
      return { result: await step() };
    } catch (error) {
      lastError = error;
      log.warn('ending not recorded yet', { attempt: index + 1, cause: describeError(error) });
      await clock.sleep(waitMs);
    }
  }
  return { error: lastError };
}
