import { AppError } from '../../error';
import { resolveQuota } from './quota';
import type { QuotaFacts } from './quota';
import type { Work } from '../work/work';

/** Estimated storage of a running work: more than almost any picture needs with its thumbnail. */
export const pictureEstimateBytes = 4 * 1024 * 1024;

/** `pictures`: how many may be in flight at once. */
export type StorageRoom = { limitBytes: number; usedBytes: number; pictures: number };

/**
 * The last picture may exceed the limit by its own size: that is better than painting it, paying, and throwing it away. With one
 * byte left there is room for one.
 */
export function storageRoom(facts: QuotaFacts, usedBytes: number, now: Date): StorageRoom {
  const { limit: limitBytes } = resolveQuota('storage_bytes', facts, now);
  const pictures = Math.ceil(Math.max(0, limitBytes - usedBytes) / pictureEstimateBytes);
  return { limitBytes, usedBytes, pictures };
}

/** Throws STORAGE_FULL if nothing more may be stored for the user. */
export function requireStorage(facts: QuotaFacts, usedBytes: number, now: Date): void {
  const room = storageRoom(facts, usedBytes, now);
  if (room.pictures === 0) throw storageFull(room);
}

export function storageFull({ limitBytes, usedBytes }: StorageRoom): AppError<'STORAGE_FULL'> {
  return new AppError('STORAGE_FULL', { details: { limitBytes, usedBytes } });
}

/** The bytes and files counted for a work, by its row. */
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
