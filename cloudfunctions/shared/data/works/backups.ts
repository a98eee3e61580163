import * as z from 'zod';
import { isRunning } from '../../domain/work/work';
import type { Work } from '../../domain/work/work';
import type { Database } from '../core/database';
import { isDuplicateKey } from '../core/database-error';
import { inTransaction } from '../core/transaction';
import type { Pace } from '../core/transaction';
import { parseUser } from '../users/users';
import { parseWork, parseWorkOrNull, toWorkRow } from '../rows/work';

export type Backup = { work: Work; isRecovered: boolean };
export type BackupRecord = {
  work: Work;
  backupReason: 'works_collection_save_failed';
  originalError: string;
  retryCount: number;
  timestamp: Date;
};
/** `endedOtherwise`: the work was failed and refunded before; the charge stays consistent, so it stays failed. */
export type RecoveryOutcome =
  'completed' | 'inserted' | 'alreadyCompleted' | 'endedOtherwise' | 'recoveredEarlier';

const BackupRow = z.object({
  _id: z.string(),
  work: z.unknown(),
  isRecovered: z.boolean().default(false),
});

/** The fields `userId` and `day` stand outside as well: waiting backups count for their day. */
export function toBackupRow(record: BackupRecord): Record<string, unknown> & { _id: string } {
  const { work, ...rest } = record;
  const { id: _id, userId, day } = work;
  return { _id, userId, day, work: toWorkRow(work), ...rest, isRecovered: false };
}

function parseBackup(row: unknown): Backup | null {
  if (row === null || row === undefined) return null;
  const { work, isRecovered } = BackupRow.parse(row);
  return { work: parseWork(work), isRecovered };
}

export type BackupRepository = ReturnType<typeof createBackupRepository>;

export function createBackupRepository(database: Database, pace: Pace) {
  const backups = () => database.collection('emergency_backup');
  return {
    /** Writing the same backup twice is writing it once. */
    async put(record: BackupRecord): Promise<void> {
      const { _id, ...data } = toBackupRow(record);
      await backups().doc(_id).set({ data });
    },

    async findWaiting(workId: string): Promise<Work | null> {
      const backup = parseBackup((await backups().doc(workId).get()).data);
      return backup === null || backup.isRecovered ? null : backup.work;
    },

    async listWaiting(limit: number): Promise<{ id: string }[]> {
      const { data } = await backups()
        .where({ isRecovered: false })
        .orderBy('timestamp', 'asc')
        .field({ _id: true })
        .limit(limit)
        .get();
      return (data as { _id: string }[]).map(({ _id: id }) => ({ id }));
    },

    /**
     * Brings a backup home: a running work is completed, a missing row is inserted, a work that ended otherwise stays.
     * Recovering twice is recovering once. Null when there is no such backup.
     */
    async recover(workId: string, now: Date): Promise<RecoveryOutcome | null> {
      const attempt = (seat: string | null) =>
        inTransaction(database, pace, async (transaction) => {
          const backupReference = transaction.collection('emergency_backup').doc(workId);
          const backup = parseBackup((await backupReference.get()).data);
          if (backup === null) return null;
          if (backup.isRecovered) return 'recoveredEarlier' as const;
          const workReference = transaction.collection('works').doc(workId);
          const row = parseWorkOrNull((await workReference.get()).data);
          const outcome = outcomeFor(row);
          const recovered = {
            ...backup.work,
            status: 'completed' as const,
            recoveredAt: now,
            isRecovered: true,
            updatedAt: now,
          };
          if (outcome === 'inserted') {
            const { _id: _, ...data } = toWorkRow({ ...recovered, seat: seat ?? recovered.seat });
            await workReference.set({ data });
          }
          if (outcome === 'completed') {
            const { status, imageUrl, images, imageBytes, completedAt, recoveredAt } = recovered;
            const data = {
              status,
              imageUrl,
              images,
              imageBytes,
              recoveredAt,
              isRecovered: true,
              updatedAt: now,
            };
            await workReference.update({ data: { ...data, completedAt: completedAt ?? now } });
          }
          if ((outcome === 'completed' || outcome === 'inserted') && backup.work.cost === 0) {
            // Where nothing is charged, generateCount follows the finished work; derived, so a missing user is no obstacle.
            const userReference = transaction.collection('users').doc(backup.work.userId);
            const user = parseUser((await userReference.get()).data);
            if (user !== null) {
              await userReference.update({ data: { generateCount: user.generateCount + 1 } });
            }
          }
          await backupReference.update({
            data: { isRecovered: true, recoveredAt: now, recoveryOutcome: outcome },
          });
          return outcome;
        });
      try {
        return await attempt(null);
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        // The row was missing and somebody else has its seat: it takes one beside the numbered places.
        return attempt(`recovered:${workId}`);
      }
    },
  };
}

function outcomeFor(row: Work | null): Exclude<RecoveryOutcome, 'recoveredEarlier'> {
  if (row === null) return 'inserted';
  if (isRunning(row)) return 'completed';
  return row.status === 'completed' ? 'alreadyCompleted' : 'endedOtherwise';
}
