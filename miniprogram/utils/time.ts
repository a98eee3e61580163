const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Beijing time has no summer time; the phone's own zone must not move a day. */
const beijingMs = 8 * hourMs;

type Parts = Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>;

function toParts(moment: number): Parts {
  const shifted = new Date(moment + beijingMs);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
  };
}

function dayNumber(moment: number): number {
  return Math.floor((moment + beijingMs) / dayMs);
}

/** Parses a moment from the cloud into Beijing time; null if it is invalid. */
function parse(moment: string): Parts | null {
  const time = Date.parse(moment);
  return Number.isNaN(time) ? null : toParts(time);
}

/** `15:02` */
export function clockTime(moment: string): string {
  const parts = parse(moment);
  return parts === null ? '' : `${parts.hour}:${String(parts.minute).padStart(2, '0')}`;
}

/** `15:02:08` */
export function secondTime(moment: string): string {
  const parts = parse(moment);
  return parts === null ? '' : `${clockTime(moment)}:${String(parts.second).padStart(2, '0')}`;
}

/** `今天`, `昨天`, `11月19日`, `2025年11月19日` */
export function dayName(moment: string, now: number): string {
  const days = dayNumber(now) - dayNumber(Date.parse(moment));
  if (days === 0) return '今天';
  if (days === 1) return '昨天';
  return dateName(moment, now);
}

/** `刚刚`, `今天 15:02`, `昨天 9:30`, `11月19日` */
export function momentName(moment: string, now: number): string {
  const elapsed = now - Date.parse(moment);
  if (elapsed < 60_000) return '刚刚';
  const day = dayName(moment, now);
  return day === '今天' || day === '昨天' ? `${day} ${clockTime(moment)}` : day;
}

/** `2026年11月21日 14:20` */
export function fullTime(moment: string): string {
  const parts = parse(moment);
  if (parts === null) return '';
  const { year, month, day } = parts;
  return `${year}年${month}月${day}日 ${clockTime(moment)}`;
}

/** `12月1日` */
export function dayOfMonth(moment: string): string {
  const parts = parse(moment);
  return parts === null ? '' : `${parts.month}月${parts.day}日`;
}

/** `12月1日`, or with the year if it is not the current one: `2027年3月18日`. */
export function dateName(moment: string, now: number): string {
  const parts = parse(moment);
  if (parts === null) return '';
  const date = dayOfMonth(moment);
  return parts.year === toParts(now).year ? date : `${parts.year}年${date}`;
}

/** `11月12日 10:24`, or with the year if it is not the current one. */
export function dateTimeName(moment: string, now: number): string {
  return `${dateName(moment, now)} ${clockTime(moment)}`.trim();
}

/** `2026-12-31` as the last moment of that day. */
export function endOfDay(date: string): string {
  return `${date}T23:59:59+08:00`;
}

/** Today and the days after it, as `2026-12-31`. */
export function isoDate(now: number, daysLater = 0): string {
  return new Date(now + beijingMs + daysLater * dayMs).toISOString().slice(0, 10);
}

/** `明日 0:00 重置`, or the date when it is further away. */
export function resetName(moment: string, now: number): string {
  const days = dayNumber(Date.parse(moment)) - dayNumber(now);
  if (Number.isNaN(days)) return '';
  if (days <= 0) return `今日 ${clockTime(moment)} 重置`;
  if (days === 1) return `明日 ${clockTime(moment)} 重置`;
  return `${dayOfMonth(moment)} ${clockTime(moment)} 重置`;
}

/** Whole seconds from `since` to `now`, never below zero: the phone's clock may be behind the cloud's. */
export function secondsSince(since: string | number, now: number): number {
  const start = typeof since === 'number' ? since : Date.parse(since);
  return Math.max(0, Math.floor((now - start) / 1000) || 0);
}
