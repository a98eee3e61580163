/** Implemented independently on purpose: the checker must not share the product's idea of a day. */
const beijing = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

const known = new Map<number, string>();
const hourMs = 3_600_000;

/** The day in Beijing, `YYYYMMDD`, by the time zone data of ICU. */
export function beijingDay(moment: number): string {
  const hour = Math.floor(moment / hourMs);
  let day = known.get(hour);
  if (day === undefined) {
    if (known.size > 10_000) known.clear();
    day = beijing.format(hour * hourMs).replaceAll('-', '');
    known.set(hour, day);
  }
  return day;
}

/** The first moment of the next day in Beijing. */
export function nextMidnight(moment: number): number {
  let hour = Math.floor(moment / hourMs) + 1;
  while (beijingDay(hour * hourMs) === beijingDay(moment)) hour += 1;
  return hour * hourMs;
}

/** The first moment of the next month in Beijing. */
export function nextMonth(moment: number): number {
  let midnight = nextMidnight(moment);
  while (!beijingDay(midnight).endsWith('01')) midnight = nextMidnight(midnight);
  return midnight;
}
