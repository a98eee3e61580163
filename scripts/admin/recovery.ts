import type { Clock } from '../../cloudfunctions/shared/domain/time/clock';
import type {
  BackupRepository,
  RecoveryOutcome,
} from '../../cloudfunctions/shared/data/works/backups';
import { restoreFromLog } from '../../cloudfunctions/shared/integrity/repairs/log-records';
import type { LogRecord } from '../../cloudfunctions/shared/integrity/repairs/log-records';
import {
  cleanBackups,
  readStanding,
  writeAdminLog,
} from '../../cloudfunctions/shared/integrity/repairs/repair';
import type { AdminLog, Repairer } from '../../cloudfunctions/shared/integrity/repairs/repair';
import type { AdminDatabase } from '../../cloudfunctions/shared/integrity/admin-database';
import { reasonOf } from './errors';

export type Recovery = { workId: string; outcome: RecoveryOutcome | 'failed'; error?: string };
export type Restoration = { workId: string; outcome: 'restored' | 'standing' | null };

type Parts = { database: AdminDatabase; clock: Clock; backups: BackupRepository; by: Repairer };

/** The product's own recovery; logs each change to `admin_logs`. */
export function createRecovery({ database, clock, backups, by }: Parts) {
  const log = (entry: Pick<AdminLog, 'action' | 'target' | 'before' | 'after'>) =>
    writeAdminLog(database, { ...by, ...entry, createdAt: clock.now() });

  return {
    /** Never rejects, so that one failure does not hold up the others. */
    async recover(workId: string): Promise<Recovery> {
      try {
        const before = await readStanding(database, clock, workId);
        const outcome = await backups.recover(workId, clock.now());
        // The backup was removed in the meantime, so there is nothing left to recover.
        if (outcome === null || outcome === 'recoveredEarlier') {
          return { workId, outcome: 'recoveredEarlier' };
        }
        const after = await readStanding(database, clock, workId);
        await log({
          action: 'recoverBackup',
          target: workId,
          before: { isRecovered: false, work: before },
          after: { isRecovered: true, work: after, outcome },
        });
        return { workId, outcome };
      } catch (error) {
        return { workId, outcome: 'failed', error: reasonOf(error) };
      }
    },

    async restore(records: readonly LogRecord[]): Promise<Restoration[]> {
      const restored: Restoration[] = [];
      for (const record of records) {
        const workId = record._id;
        const outcome = await restoreFromLog(database, record);
        if (outcome === 'restored') {
          await log({
            action: 'restoreBackupFromLog',
            target: workId,
            before: { backup: null },
            after: { backup: workId },
          });
        }
        restored.push({ workId, outcome });
      }
      return restored;
    },

    clean: (ids: readonly string[]) => cleanBackups(database, ids, by, clock.now()),
  };
}
