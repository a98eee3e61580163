import { requestFailed } from '../../../../wire/errors';

/** `offsetAt` is the offset from UTC at a moment, in milliseconds; positive east of Greenwich. */
export type Zone = { isUtc: boolean; offsetAt: (moment: number) => number };

export const utc: Zone = { isUtc: true, offsetAt: () => 0 };

const zones = new Map<string, Zone>();

/** Parses `Asia/Shanghai`, `+08:00`, `+0800`, `+08` or `UTC`. */
export function toZone(name: string): Zone {
  let zone = zones.get(name);
  if (zone === undefined) {
    zone = fixedZone(name) ?? namedZone(name);
    zones.set(name, zone);
  }
  return zone;
}

/** The local time at a moment, as a date whose UTC fields hold it. */
export function toLocal(moment: number, zone: Zone): Date {
  return new Date(moment + zone.offsetAt(moment));
}

/** The moment of a local time; the earlier one when clocks are set back and the local time occurs twice. */
export function fromLocal(local: number, zone: Zone): number {
  const guess = local - zone.offsetAt(local);
  return local - zone.offsetAt(guess);
}

function fixedZone(name: string): Zone | null {
  if (['UTC', 'GMT', 'Z', 'Etc/UTC'].includes(name)) return utc;
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{2})(?::?(\d{2}))?$/.exec(name) ?? [];
  if (hours === undefined) return null;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  return { isUtc: false, offsetAt: () => offset };
}

function namedZone(name: string): Zone {
  const format = formatOf(name);
  return {
    isUtc: false,
    offsetAt(moment) {
      const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, +value]));
      const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
      const local = utcOf(
        [part('year'), part('month') - 1, part('day')],
        [part('hour'), part('minute'), part('second'), 0],
      );
      return local - Math.floor(moment / 1000) * 1000;
    },
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US-u-ca-iso8601', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw requestFailed(`unrecognized time zone identifier: "${timeZone}"`);
  }
}

/** Like `Date.UTC`, but takes the years 0 to 99 literally instead of adding 1900. */
export function utcOf(
  [year, month, day]: [number, number, number],
  [hour, minute, second, millisecond]: [number, number, number, number],
): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  date.setUTCHours(hour, minute, second, millisecond);
  return date.getTime();
}
