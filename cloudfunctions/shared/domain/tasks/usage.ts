import type { BusinessDay } from '../time/business-day';

/** A user's studio usage, in one row: changed in the transaction that admits or ends a picture. */
export type StudioUsage = {
  userId: string;
  /** Pictures that have not ended. */
  unfinished: number;
  /** The latest day on which a picture was admitted, and its pictures that have not failed. */
  day: BusinessDay;
  used: number;
  lastTurn: Date | null;
  /** Re-rolls and refunds by the fidelity check. */
  guardDay: BusinessDay;
  guardActs: string[];
};

export const maxFidelityActions = 3;

export function noStudioUsage(userId: string): StudioUsage {
  return {
    ...{ userId, unfinished: 0, day: '', used: 0, lastTurn: null },
    ...{ guardDay: '', guardActs: [] },
  };
}

export function usedOn({ day, used }: Pick<StudioUsage, 'day' | 'used'>, today: BusinessDay) {
  return day === today ? used : 0;
}

/** `day`: that of the admission. A picture that was not delivered frees its place if that day is still counted. */
export function afterEnd(usage: StudioUsage, day: BusinessDay, isDelivered: boolean): StudioUsage {
  const gives = !isDelivered && usage.day === day;
  return {
    ...usage,
    unfinished: Math.max(0, usage.unfinished - 1),
    used: gives ? Math.max(0, usage.used - 1) : usage.used,
  };
}

/** Records one action of the fidelity check, once per key. Null: the daily limit is reached. */
export function withFidelityAction(
  usage: StudioUsage,
  key: string,
  today: BusinessDay,
): StudioUsage | null {
  const acts = usage.guardDay === today ? usage.guardActs : [];
  if (acts.includes(key)) return usage;
  if (acts.length >= maxFidelityActions) return null;
  return { ...usage, guardDay: today, guardActs: [...acts, key] };
}
