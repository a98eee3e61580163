import { AppError } from '../../error';
import { resolveQuota } from './quota';
import type { QuotaFacts } from './quota';
import type { Work } from '../work/work';

/** What a running work is taken to need: more than almost any picture with its list picture has. */
export const pictureEstimateBytes = 4 * 1024 * 1024;

/** `pictures`: how many may be in flight at the same time. */
export type StorageRoom = { limitBytes: number; usedBytes: number; pictures: number };

/**
 * The last picture may go over the limit by its own size: better than painting, paying, and throwing away. With one byte
 * left there is room for one.
 */
export function storageRoom(facts: QuotaFacts, usedBytes: number, now: Date): StorageRoom {
  const { limit: limitBytes } = resolveQuota('storage_bytes', facts, now);
  const pictures = Math.ceil(Math.max(0, limitBytes - usedBytes) / pictureEstimateBytes);
  return { limitBytes, usedBytes, pictures };
}

/** Throws STORAGE_FULL when nothing more may be kept for the user. */
export function requireStorage(facts: QuotaFacts, usedBytes: number, now: Date): void {
  const room = storageRoom(facts, usedBytes, now);
  if (room.pictures === 0) throw storageFull(room);
}

export function storageFull({ limitBytes, usedBytes }: StorageRoom): AppError<'STORAGE_FULL'> {
  return new AppError('STORAGE_FULL', { details: { limitBytes, usedBytes } });
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
