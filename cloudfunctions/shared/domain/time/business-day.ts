/** Asia/Shanghai has been UTC+8 without summer time since 1991, and the functions run in UTC, so no time-zone data is needed. */
const offsetMs = 8 * 3_600_000;
const dayMs = 24 * 3_600_000;

/** A calendar day in Asia/Shanghai, `YYYYMMDD`. */
export type BusinessDay = string;

export function businessDay(moment: Date): BusinessDay {
  return new Date(moment.getTime() + offsetMs).toISOString().slice(0, 10).replaceAll('-', '');
}

/** The first moment of the next business day. */
export function nextReset(moment: Date): Date {
  const dayNumber = Math.floor((moment.getTime() + offsetMs) / dayMs);
  return new Date((dayNumber + 1) * dayMs - offsetMs);
}

/** `2026-12-01 00:00`, for people. */
export function beijingTime(moment: Date): string {
  return new Date(moment.getTime() + offsetMs).toISOString().slice(0, 16).replace('T', ' ');
}
