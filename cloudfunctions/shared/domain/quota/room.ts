import type { AppError } from '../../error';
import type { QuotaFacts } from './quota';
import { hasMovedToday } from './quota';
import { storageFull, storageRoom } from './storage';
import { dailyLimitReached, requireRoom } from './usage';
import type { DailyUsage } from './usage';

export type AdmissionRoom<Count> = {
  /** The day's limit; lower than the user's limit if the storage allows no more. */
  limit: number;
  count: Count;
  hasMoved: boolean;
  refusal(used: number): AppError;
  isStorageTight: boolean;
};

type Standing<Count> = {
  usage: DailyUsage;
  facts: QuotaFacts;
  usedBytes: number;
  count: Count;
  running: number;
};

/**
 * Room for `wanted` more works, by the day's limit and the storage. Running works may use up the remaining storage, so it, too,
 * limits the seats of the day: concurrent calls take seats one by one. Throws the refusal if there is no room.
 */
export function requireAdmissionRoom<Count extends { used: number }>(
  wanted: number,
  { usage, facts, usedBytes, count, running }: Standing<Count>,
  now: Date,
): AdmissionRoom<Count> {
  requireRoom(usage, wanted);
  const kept = storageRoom(facts, usedBytes, now);
  if (running + wanted > kept.pictures) throw storageFull(kept);
  const placesInStorage = count.used - running + kept.pictures;
  const isStorageTight = placesInStorage < usage.limit;
  return {
    limit: Math.min(usage.limit, placesInStorage),
    count,
    hasMoved: isStorageTight || hasMovedToday('image_daily', facts, now),
    refusal: (used) => (isStorageTight ? storageFull(kept) : dailyLimitReached({ ...usage, used })),
    isStorageTight,
  };
}
