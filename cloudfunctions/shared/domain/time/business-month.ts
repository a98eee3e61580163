import { businessDay } from './business-day';

const offsetMs = 8 * 3_600_000;

/** The first moment of the next month in Asia/Shanghai. */
export function nextMonth(moment: Date): Date {
  return monthFrom(moment, 1);
}

/** The first moment of the previous month: the start of the month that ends at `moment`. */
export function monthBefore(moment: Date): Date {
  return monthFrom(moment, -1);
}

/** The first moment of the month `months` before that of `moment`. */
export function monthsBefore(moment: Date, months: number): Date {
  return monthFrom(moment, -months);
}

function monthFrom(moment: Date, months: number): Date {
  const there = new Date(moment.getTime() + offsetMs);
  return new Date(Date.UTC(there.getUTCFullYear(), there.getUTCMonth() + months, 1) - offsetMs);
}

/** The day of a moment as shown to people: `12月1日`. */
export function dayInWords(moment: Date): string {
  const day = businessDay(moment);
  return `${Number(day.slice(4, 6))}月${Number(day.slice(6))}日`;
}
