import * as z from 'zod';
import type { Work } from '../../domain/work/work';
import { parseRow } from '../core/rows';
import { WorkRow, toWork } from './work';

export type Backup = { work: Work; isRecovered: boolean };

export const BackupRow = z.object({
  _id: z.string(),
  work: WorkRow,
  isRecovered: z.boolean().default(false),
});

export function parseBackup(row: unknown): Backup {
  const { work, isRecovered } = parseRow('emergency_backup', BackupRow, row);
  return { work: toWork(work), isRecovered };
}

/** The fields of a waiting backup besides the work itself. */
export type WaitingBackup = {
  workId: string;
  userId: string;
  error: string;
  retryCount: number;
  savedAt: Date;
};

const WaitingRow = z.object({
  _id: z.string(),
  userId: z.string(),
  originalError: z.string().default(''),
  retryCount: z.number().int().min(0).default(0),
  timestamp: z.date(),
});

export function parseWaitingBackup(row: unknown): WaitingBackup {
  const waiting = parseRow('emergency_backup', WaitingRow, row);
  const { _id: workId, userId, originalError: error, retryCount, timestamp: savedAt } = waiting;
  return { workId, userId, error, retryCount, savedAt };
}
