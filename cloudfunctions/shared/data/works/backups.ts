import { AppError } from '../../error';
import { creditLogIds } from '../../domain/ids';
import { releasedSeat } from '../../domain/work/seat';
import { isRunning } from '../../domain/work/work';
import type { Work, WorkChange } from '../../domain/work/work';
import type { Database, Transaction } from '../core/database';
import { requireDefined } from '../core/database';
import { isDuplicateKey } from '../core/database-error';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { inTransaction } from '../core/transaction';
import type { Clock } from '../../domain/time/clock';
import type { Sign } from '../timers/sign';
import { parseBackup, parseWaitingBackup } from '../rows/backup';
import type { Backup, WaitingBackup } from '../rows/backup';
import { parseWorkOrNull, toWorkRow } from '../rows/work';
import { countCompleted } from './account';
import { toCompleted } from './outcomes';

export type BackupRecord = {
  work: Work;
  backupReason: 'works_collection_save_failed';
  originalError: string;
  retryCount: number;
  timestamp: Date;
};
/** `endedOtherwise`: the work was failed and refunded before; it stays failed, so that the charge stays consistent. */
export type RecoveryOutcome =
  'completed' | 'inserted' | 'alreadyCompleted' | 'endedOtherwise' | 'recoveredEarlier';

/** The fields `userId` and `day` are copied from the work: waiting backups count towards their day. */
export function toBackupRow(record: BackupRecord): Record<string, unknown> & { _id: string } {
  const { work, ...rest } = record;
  const { id: _id, userId, day } = work;
  return { _id, userId, day, work: toWorkRow(work), ...rest, isRecovered: false };
}

export type BackupRepository = ReturnType<typeof createBackupRepository>;

export function createBackupRepository(
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
) {
  const { command } = database;
  const backups = () => database.collection('emergency_backup');

  const reader = createRowReader(parseBackup, onInvalidRow);
  const noteReader = createRowReader(parseWaitingBackup, onInvalidRow);
  const requireBackup = (row: unknown): Backup =>
    reader.require(row, (cause) => new AppError('WORK_UNREADABLE', { cause }));

  async function listIds(condition: object, limit: number): Promise<{ id: string }[]> {
    const { data } = await backups()
      .where({ ...condition, isRecovered: false })
      .orderBy('timestamp', 'asc')
      .field({ _id: true })
      .limit(limit)
      .get();
    return (data as { _id: string }[]).map(({ _id: id }) => ({ id }));
  }

  return {
    /** Idempotent. */
    async put(record: BackupRecord): Promise<void> {
      const { _id, ...data } = toBackupRow(record);
      await backups().doc(_id).set({ data });
    },

    /** The finished works that wait under these ids. Throws WORK_UNREADABLE for a malformed one. */
    async findWaiting(workIds: readonly string[]): Promise<Work[]> {
      const { data } = await backups()
        .where({ _id: command.in(workIds), isRecovered: false })
        .limit(Math.max(1, workIds.length))
        .get();
      return data.map((row) => requireBackup(row).work);
    },

    /**
     * The finished work of a backup as it would be recovered without its row: a work that was failed and refunded before stays
     * failed. Read the row first.
     */
    async withoutRow(work: Work, now: Date): Promise<Work> {
      const isRefunded = await wasRefunded(database, work);
      return isRefunded ? { ...work, ...toRefunded(work, now) } : work;
    },

    sign(): Sign {
      return { collection: 'emergency_backup', where: { isRecovered: false } };
    },

    /** Waiting backups for display, longest waiting first. */
    async listOldest(limit: number): Promise<WaitingBackup[]> {
      const { data } = await backups()
        .where({ isRecovered: false })
        .orderBy('timestamp', 'asc')
        .field({ userId: true, originalError: true, retryCount: true, timestamp: true })
        .limit(limit)
        .get();
      return noteReader.readAll(data);
    },

    listWaiting(limit: number): Promise<{ id: string }[]> {
      return listIds({}, limit);
    },

    async isWaiting(workId: string, userId: string): Promise<boolean> {
      return (await listIds(requireDefined({ _id: workId, userId }), 1)).length > 0;
    },

    listWaitingOf(userId: string, limit: number): Promise<{ id: string }[]> {
      return listIds(requireDefined({ userId }), limit);
    },

    /**
     * Recovers a work from its backup: a running work is completed, a missing row is inserted, and a work that ended otherwise
     * stays as it is. Idempotent. Null if there is no such backup.
     */
    async recover(workId: string, now: Date): Promise<RecoveryOutcome | null> {
      const attempt = (seat: string | null) =>
        inTransaction(database, clock, async (transaction) => {
          const backupReference = transaction.collection('emergency_backup').doc(workId);
          const backupRow = (await backupReference.get()).data;
          if (backupRow === null || backupRow === undefined) return null;
          const { work, isRecovered } = requireBackup(backupRow);
          if (isRecovered) return 'recoveredEarlier' as const;
          const workReference = transaction.collection('works').doc(workId);
          const row = parseWorkOrNull((await workReference.get()).data);
          const isRefunded = row === null && (await wasRefunded(transaction, work));
          const outcome = isRefunded ? 'endedOtherwise' : outcomeFor(row);
          const completed = toCompletedBackup(work, now);
          if (row === null) {
            const kept = isRefunded
              ? { ...work, ...toRefunded(work, now) }
              : { ...work, ...completed, seat: seat ?? work.seat };
            const { _id: _, ...data } = toWorkRow(kept);
            await workReference.set({ data });
          }
          if (outcome === 'completed') await workReference.update({ data: completed });
          await backupReference.update({
            data: { isRecovered: true, recoveredAt: now, recoveryOutcome: outcome },
          });
          if (outcome === 'completed' || outcome === 'inserted') {
            await countCompleted(transaction, command, work, now);
          }
          return outcome;
        });
      try {
        return await attempt(null);
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        // The row was missing and another work has its seat, so it takes an unnumbered one.
        return attempt(`recovered:${workId}`);
      }
    },
  };
}

/** A work whose row is lost may have been failed and refunded before: its refund entry outlives the row. */
async function wasRefunded(reader: Pick<Transaction, 'collection'>, work: Work): Promise<boolean> {
  if (work.cost === 0) return false;
  const { data } = await reader.collection('credit_logs').doc(creditLogIds.refund(work.id)).get();
  return data !== null && data !== undefined;
}

function toRefunded(work: Work, now: Date): WorkChange {
  const { failure: errorCode, message: errorMessage } = new AppError('INTERRUPTED');
  return {
    status: 'failed',
    ...{ errorCode, errorMessage },
    ...{ imageUrl: '', images: [], hasFilesToRemove: true },
    seat: releasedSeat(work.id),
    refundedCredits: work.cost,
    updatedAt: now,
  };
}

function toCompletedBackup(work: Work, now: Date): WorkChange {
  const { imageUrl, imageBytes, providerTaskId, completedAt = now } = work;
  const picture = { imageUrl, imageBytes, providerTaskId, completedAt };
  return { ...toCompleted({ status: 'completed', picture, recoveredAt: now }), updatedAt: now };
}

function outcomeFor(row: Work | null): Exclude<RecoveryOutcome, 'recoveredEarlier'> {
  if (row === null) return 'inserted';
  if (isRunning(row)) return 'completed';
  return row.status === 'completed' ? 'alreadyCompleted' : 'endedOtherwise';
}
