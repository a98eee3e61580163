import { AppError } from '../../error';
import { resolveQuota } from './quota';
import type { QuotaFacts } from './quota';
import type { Work } from '../work/work';

/**
 * Throws STORAGE_FULL when nothing more may be kept for the user. Asked before anything is painted, so the last picture
 * may still go over the limit by its own size: better than painting, paying, and throwing away.
 */
export function requireStorage(facts: QuotaFacts, usedBytes: number, now: Date): void {
  const { limit: limitBytes } = resolveQuota('storage_bytes', facts, now);
  if (usedBytes < limitBytes) return;
  throw new AppError('STORAGE_FULL', { details: { limitBytes, usedBytes } });
}

/** What the files of a work count for, by its row. */
export function keptFiles({
  status,
  imageBytes,
  thumbnailBytes,
  filesRemovedAt,
}: Pick<Work, 'status' | 'imageBytes' | 'thumbnailBytes' | 'filesRemovedAt'>): {
  bytes: number;
  files: number;
} {
  if (status !== 'completed' || filesRemovedAt !== undefined) return { bytes: 0, files: 0 };
  const sizes = [imageBytes, thumbnailBytes].filter((bytes) => bytes > 0);
  return { bytes: sizes.reduce((sum, bytes) => sum + bytes, 0), files: sizes.length };
}
