import type { AppError } from '../../error';
import type { QuotaFacts } from './quota';
import { hasMovedToday } from './quota';
import { storageFull, storageRoom } from './storage';
import { dailyLimitReached, requireRoom } from './usage';
import type { DailyUsage } from './usage';

export type AdmissionRoom<Count> = {
  /** Places of the day; fewer than the user's limit where the storage allows no more. */
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
 * Room for `wanted` more works, by the limit of the day and the storage. Running works may fill the rest of the storage: it bounds
 * the seats of the day, so concurrent calls take seats one by one, as they do at the daily limit. Throws the refusal where there is
 * no room already.
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
