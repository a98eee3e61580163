import { fixedWaits, retry } from '../../data/core/retry';
import type { TimerRepository } from '../../data/timers/timers';
import type { WorksArea } from '../../data/works/area';
import { toBackupRow } from '../../data/works/backups';
import type { BackupRecord } from '../../data/works/backups';
import { toCompleted } from '../../data/works/outcomes';
import type { Outcome } from '../../data/works/outcomes';
import type { Clock } from '../../domain/time/clock';
import { describeError } from '../../domain/log';
import type { Log } from '../../domain/log';
import { isRunning } from '../../domain/work/work';
import type { Work } from '../../domain/work/work';
import { showCredits } from '../wallet/show-balance';
import type { ShowBalanceNeeds } from '../wallet/show-balance';

/** Where the record of a work is: in its row, in the backup of a finished work, or in neither for certain. */
export type Saved = 'works' | 'backup' | 'none';
/** A work in the state that may be shown to its owner. */
export type FinishedWork<Kind extends Work = Work> = { work: Kind; saved: Saved };

export type FinishNeeds = {
  clock: Clock;
  log: Log;
  works: Pick<WorksArea, 'backups' | 'find' | 'outcomes'>;
  timers: Pick<TimerRepository, 'expectDue'>;
} & ShowBalanceNeeds;

export const emergencyMarker = 'EMERGENCY_RECORD';
const waitsMs = [1_000, 2_000];
/** After the last attempt: the backup is written to the same database. */
const waitBeforeBackupMs = 3_000;

/**
 * One attempt, by the holder of the lease, to record how a work ended. Derived data is updated afterwards and never fails it: for
 * tiers that do not pay, `generateCount` follows the completed works.
 */
export async function recordOutcome(
  work: Work,
  outcome: Outcome,
  needs: FinishNeeds,
): Promise<{ work: Work; isOurs: boolean }> {
  const { clock, log, works } = needs;
  const finished = await works.outcomes.finish(work, outcome, clock.now());
  if (finished.isOurs && outcome.status === 'completed') {
    await works.outcomes.countCompleted(finished.work, clock.now()).catch((error: unknown) => {
      log.warn('generateCount not updated', { cause: describeError(error) });
    });
  }
  const { refundedCredits, userId } = finished.work;
  if (outcome.status !== 'completed' && refundedCredits > 0) await showCredits(userId, needs);
  return finished;
}

/**
 * Ends a work, with several attempts. A finished picture is recorded in `works`, else in `emergency_backup`, else as one log
 * line. Never throws, never turns a good picture into a failed work, and reports `completed` only if nobody can end the work
 * otherwise.
 */
export async function finish(
  work: Work,
  outcome: Outcome,
  needs: FinishNeeds,
): Promise<FinishedWork> {
  const { clock, log } = needs;
  const attempt = await retried(needs, () => recordOutcome(work, outcome, needs));
  if ('result' in attempt) {
    const { work: standing } = attempt.result;
    // Another holder has the lease and has not ended the work yet.
    return isRunning(standing) ? toUndecided(work, outcome) : { work: standing, saved: 'works' };
  }
  const cause = describeError(attempt.error);
  if (outcome.status !== 'completed') {
    log.alarm('failure not recorded', { workId: work.id, cause });
    return toUndecided(work, outcome);
  }
  const completed: Work = { ...work, ...toCompleted(outcome) };
  const saved = await writeBackup(
    {
      work: completed,
      backupReason: 'works_collection_save_failed',
      originalError: cause,
      retryCount: waitsMs.length + 1,
      timestamp: clock.now(),
    },
    needs,
  );
  return confirmSaved(completed, saved, needs);
}

/**
 * The status to report for a finished picture whose row could not be written. A sweep changes the lease token before it looks for
 * a backup and a picture. So if, after both were stored, the row is running and still has our token, the next sweep will complete
 * it: reported as `completed`. With another token the sweep may have missed them: reported as `processing`, with the picture. A
 * work that ended meanwhile is reported as it ended, even if its row was lost since.
 */
export async function confirmSaved(
  completed: Work,
  saved: Saved,
  { clock, works, log }: Pick<FinishNeeds, 'clock' | 'works' | 'log'>,
): Promise<FinishedWork> {
  const undecided: FinishedWork = { work: { ...completed, status: 'processing' }, saved };
  try {
    const row = await works.find(completed.id);
    if (row === null) {
      return { work: await works.backups.withoutRow(completed, clock.now()), saved };
    }
    if (!isRunning(row)) return { work: row, saved: 'works' };
    return row.leaseToken === completed.leaseToken ? { work: completed, saved } : undecided;
  } catch (error) {
    log.warn('finished work not confirmed', { cause: describeError(error) });
    return undecided;
  }
}

/**
 * The answer while another holder has the lease, or if nothing could be recorded. The next sweep looks for the picture before it
 * fails the work. So a finished picture is reported as `processing`, and so is a failed upload, which may have succeeded although
 * its answer was lost. Every other failure is reported as such.
 */
function toUndecided(work: Work, outcome: Outcome): FinishedWork {
  if (outcome.status === 'completed') {
    return { work: { ...work, ...toCompleted(outcome), status: 'processing' }, saved: 'none' };
  }
  const { status, errorCode, errorMessage } = outcome;
  return errorCode === 'PICTURE_NOT_STORED'
    ? { work: { ...work, status: 'processing' }, saved: 'none' }
    : { work: { ...work, status, errorCode, errorMessage }, saved: 'none' };
}

async function writeBackup(
  record: BackupRecord,
  { log, timers, works }: FinishNeeds,
): Promise<'backup' | 'none'> {
  // If this fails, the sweep at the end of the lease finds the backup.
  await timers.expectDue(record.timestamp).catch((error: unknown) => {
    log.warn('backup not announced', { cause: describeError(error) });
  });
  try {
    await works.backups.put(record);
    log.alarm('work kept in emergency_backup', { workId: record.work.id });
    return 'backup';
  } catch (error) {
    const cause = describeError(error);
    log.alarm('emergency_backup failed', { workId: record.work.id, cause });
    // The last resort: recovery reads this line from the log. It finds the owner by userId, so the line holds no openid.
    console.error(`${emergencyMarker} ${JSON.stringify(toBackupRow(record), withoutOpenid)}`);
    return 'none';
  }
}

function withoutOpenid(key: string, value: unknown): unknown {
  return key === 'openid' || key === '_openid' ? undefined : value;
}

/** The result of the step, or the error of the last attempt. */
async function retried<Result>(
  { clock, log }: FinishNeeds,
  step: () => Promise<Result>,
): Promise<{ result: Result } | { error: unknown }> {
  const onRetry = (error: unknown, attempt: number) =>
    log.warn('outcome not recorded yet', { attempt, cause: describeError(error) });
  try {
    return { result: await retry(clock, { ...fixedWaits(...waitsMs), onRetry }, step) };
  } catch (error) {
    await clock.sleep(waitBeforeBackupMs);
    return { error };
  }
}
