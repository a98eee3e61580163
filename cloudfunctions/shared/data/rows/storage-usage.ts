import * as z from 'zod';
import { parseRow, presentFields } from '../core/rows';

/** Bytes and number of the files that are kept for a user. */
export type StorageUsage = { usedBytes: number; fileCount: number };

export const StorageUsageRow = z.object({
  usedBytes: z.number().int().default(0),
  fileCount: z.number().int().default(0),
  limitBytes: z.number().optional().catch(undefined),
});

export const noUsage: StorageUsage = { usedBytes: 0, fileCount: 0 };

/** A counter that fell below nothing counts as nothing: the files decide, and the check puts it right. */
export function parseStorageUsage(row: unknown): StorageUsage {
  const { usedBytes, fileCount } = parseRow('user_storage_usage', StorageUsageRow, row);
  return { usedBytes: Math.max(0, usedBytes), fileCount: Math.max(0, fileCount) };
}

/** For repairs: the numbers of the row, below nothing as well; -1 stands for a row that is malformed. */
export function recordedUsage(row: unknown): StorageUsage {
  const parsed = StorageUsageRow.safeParse(presentFields(row ?? {}));
  if (!parsed.success) return { usedBytes: -1, fileCount: -1 };
  const { usedBytes, fileCount } = parsed.data;
  return { usedBytes, fileCount };
}
