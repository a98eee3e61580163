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
