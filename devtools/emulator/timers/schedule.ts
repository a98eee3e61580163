import { CronExpressionParser } from 'cron-parser';

/** WeChat interprets the cron of a timer trigger in Beijing time. */
const zone = 'Asia/Shanghai';
const fieldCount = 7;
/** The search for the next moment stops after this year. */
const lastYear = 2099;

export type Schedule = {
  /** The first moment after `from` (in milliseconds) at which the trigger fires; null when there is none. */
  nextAfter(from: number): number | null;
};

/** Parses WeChat's seven fields: second, minute, hour, day, month, week, year. */
export function parseSchedule(cron: string): Schedule {
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== fieldCount) {
    throw new Error(`a timer has 7 fields (second … year), this one has ${fields.length}: ${cron}`);
  }
  const years = parseYears(fields[6] ?? '*');
  const expression = fields.slice(0, 6).join(' ');
  CronExpressionParser.parse(expression, { tz: zone });
  return {
    nextAfter(from) {
      const dates = CronExpressionParser.parse(expression, {
        tz: zone,
        currentDate: new Date(from),
      });
      for (;;) {
        const next = dates.next();
        const year = next.getFullYear();
        if (year > lastYear) return null;
        if (years === null || years.has(year)) return next.getTime();
        if (Math.max(...years) < year) return null;
      }
    },
  };
}

/** Null means every year. */
function parseYears(field: string): Set<number> | null {
  if (field === '*') return null;
  const years = field.split(',').flatMap((part) => {
    const [from = NaN, to = from] = part.split('-').map(Number);
    if (!Number.isInteger(from) || !Number.isInteger(to)) throw new Error(`not a year: ${field}`);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
  return new Set(years);
}
