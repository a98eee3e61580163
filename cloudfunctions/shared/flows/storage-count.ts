import type { QuotaArea } from '../data/quota/area';
import { describeError } from '../domain/log';
import type { Log } from '../domain/log';
import type { Clock } from '../domain/time/clock';

const maxAttempts = 2;

export type StorageCountNeeds = { clock: Clock; log: Log; quota: Pick<QuotaArea, 'storage'> };

/** Counts a file that has just been stored. Derived data: it never fails what it counts, and the check puts it right. */
export function countStored(
  userId: string,
  key: string,
  bytes: number,
  needs: StorageCountNeeds,
): Promise<void> {
  return retried(needs, () => needs.quota.storage.stored(userId, key, bytes, needs.clock.now()));
}

/** Takes a file off that has just been removed, in the same way. */
export function countRemoved(
  userId: string,
  key: string,
  bytes: number,
  needs: StorageCountNeeds,
): Promise<void> {
  return retried(needs, () => needs.quota.storage.removed(userId, key, bytes, needs.clock.now()));
}

export const thumbnailKey = (workId: string): string => `${workId}.thumb`;

async function retried(
  { clock, log }: StorageCountNeeds,
  step: () => Promise<void>,
): Promise<void> {
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    try {
      await step();
      return;
    } catch (error) {
      log.warn('storage not counted', { attempt, cause: describeError(error) });
      if (attempt < maxAttempts) await clock.sleep(200);
    }
  }
}
