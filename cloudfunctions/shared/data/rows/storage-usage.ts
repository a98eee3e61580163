import * as z from 'zod';
import { parseRow, presentFields } from '../core/rows';

/** Total bytes and number of the files stored for a user. */
export type StorageUsage = { usedBytes: number; fileCount: number };

export const StorageUsageRow = z.object({
  usedBytes: z.number().int().default(0),
  fileCount: z.number().int().default(0),
  limitBytes: z.number().optional().catch(undefined),
});

export const noUsage: StorageUsage = { usedBytes: 0, fileCount: 0 };

/** A negative counter counts as 0: the files are authoritative, and the integrity check corrects it. */
export function parseStorageUsage(row: unknown): StorageUsage {
  const { usedBytes, fileCount } = parseRow('user_storage_usage', StorageUsageRow, row);
  return { usedBytes: Math.max(0, usedBytes), fileCount: Math.max(0, fileCount) };
}

/** For repairs: the stored numbers, even if negative; -1 for a malformed row. */
export function recordedUsage(row: unknown): StorageUsage {
  const parsed = StorageUsageRow.safeParse(presentFields(row ?? {}));
  if (!parsed.success) return { usedBytes: -1, fileCount: -1 };
  const { usedBytes, fileCount } = parsed.data;
  return { usedBytes, fileCount };
}
