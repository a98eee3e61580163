import * as z from 'zod';
import type { Findings } from '../rules/findings';
import type { BackupFigures } from '../rules/report';
import { pagesById } from '../admin-database';
import type { AdminDatabase } from '../admin-database';
import { readWork } from './rows';
import type { Clock } from '../../domain/time/clock';

/** Recovered backups are kept this long for audit. */
export const keepRecoveredMs = 30 * 24 * 3_600_000;

const BackupRow = z.object({
  _id: z.string(),
  userId: z.string().default(''),
  work: z.unknown(),
  backupReason: z.string().default('unknown'),
  originalError: z.string().default(''),
  timestamp: z.date(),
  isRecovered: z.boolean().default(false),
  recoveredAt: z.date().optional(),
});

/** Reads all backups; `waitingIds` are the works whose record waits for recovery. */
export async function scanBackups(
  database: AdminDatabase,
  options: { clock: Clock; findings: Findings; now: Date },
): Promise<{ figures: BackupFigures; waitingIds: Set<string> }> {
  const { clock, findings, now } = options;
  const waitingIds = new Set<string>();
  const figures: BackupFigures = {
    total: 0,
    waiting: 0,
    recovered: 0,
    byReason: {},
    oldestWaitingHours: null,
    cleanable: 0,
  };
  for await (const page of pagesById(database, 'emergency_backup', clock, { size: 250 })) {
    for (const raw of page) see(raw);
  }
  return { figures, waitingIds };

  function see(raw: unknown): void {
    figures.total += 1;
    const parsed = BackupRow.safeParse(raw);
    if (!parsed.success) {
      const { _id: id } = z.object({ _id: z.string().catch('?') }).parse(raw);
      const what = parsed.error.issues.map(({ path }) => `字段 ${path.join('.')}`).join('；');
      findings.add({ problem: 'invalidBackup', id, userId: '', what });
      return;
    }
    const { _id: id, userId, backupReason, originalError, timestamp, recoveredAt } = parsed.data;
    figures.byReason[backupReason] = (figures.byReason[backupReason] ?? 0) + 1;
    const ageMs = now.getTime() - timestamp.getTime();
    if (parsed.data.isRecovered) {
      figures.recovered += 1;
      const endedMs = now.getTime() - (recoveredAt ?? timestamp).getTime();
      if (endedMs > keepRecoveredMs) figures.cleanable += 1;
      return;
    }
    figures.waiting += 1;
    waitingIds.add(id);
    const hours = ageMs / 3_600_000;
    figures.oldestWaitingHours = Math.max(figures.oldestWaitingHours ?? 0, hours);
    const inner = readWork(parsed.data.work);
    if ('finding' in inner) {
      const what = `内含的作品：${inner.finding.what}`;
      findings.add({ problem: 'invalidBackup', id, userId, what });
    }
    const what = `${backupReason}，已等待 ${hours.toFixed(1)} 小时，${originalError}`;
    findings.add({ problem: 'backupWaiting', id, userId, what });
  }
}
