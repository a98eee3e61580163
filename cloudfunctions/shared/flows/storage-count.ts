import { fixedWaits, retry } from '../data/core/retry';
import type { QuotaArea } from '../data/quota/area';
import { describeError } from '../domain/log';
import type { Log } from '../domain/log';
import type { Clock } from '../domain/time/clock';

export type StorageCountNeeds = { clock: Clock; log: Log; quota: Pick<QuotaArea, 'storage'> };

/**
 * Counts a file that has just been stored. This is derived data: it never fails its caller, and the integrity check corrects it.
 */
export function countStored(
  userId: string,
  key: string,
  bytes: number,
  needs: StorageCountNeeds,
): Promise<void> {
  return countQuietly(needs, () =>
    needs.quota.storage.stored(userId, key, bytes, needs.clock.now()),
  );
}

/** Subtracts a file that has just been removed. Like `countStored`, it never fails its caller. */
export function countRemoved(
  userId: string,
  key: string,
  bytes: number,
  needs: StorageCountNeeds,
): Promise<void> {
  return countQuietly(needs, () =>
    needs.quota.storage.removed(userId, key, bytes, needs.clock.now()),
  );
}

export const thumbnailKey = (workId: string): string => `${workId}.thumb`;

/** Never throws. */
async function countQuietly(
  { clock, log }: StorageCountNeeds,
  step: () => Promise<void>,
): Promise<void> {
  try {
    await retry(clock, fixedWaits(200), step);
  } catch (error) {
    log.warn('storage not counted', { cause: describeError(error) });
  }
}
