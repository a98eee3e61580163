import { requestFailed } from '../../../../wire/errors';
import { fromIsoWeek } from './calendar';
import { fromLocal, toZone, utc, utcOf } from './zone';
import type { Zone } from './zone';

/** `2017-02-08T12:10:40.787+0530`; the time, its fraction and the zone may be missing. */
const isoDate =
  /^(?<Y>\d{4})[-/](?<m>\d{1,2})[-/](?<d>\d{1,2})(?:[T ]+(?<H>\d{1,2}):(?<M>\d{2})(?::(?<S>\d{2})(?:[.,](?<L>\d{1,9}))?)?)?\s*(?<z>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/;

/** Parses a date; throws when `text` is not one. `zone` is the requested time zone, if any. */
export function parseDate(text: string, zone: Zone | null): Date {
  const groups = isoDate.exec(text.trim())?.groups;
  if (groups !== undefined) return fromGroups(groups, text, zone);
  // Other common forms, such as `February 8, 2017`, are accepted only without a zone.
  const moment = /\b(UTC|GMT|Z)$|[+-]\d{4}$/.test(text) ? NaN : Date.parse(`${text} UTC`);
  if (Number.isNaN(moment)) throw unreadable(text);
  return new Date(fromLocal(moment, zone ?? utc));
}

const patterns = new Map([
  ['Y', '\\d{4}'],
  ['m', '\\d{2}'],
  ['d', '\\d{2}'],
  ['H', '\\d{2}'],
  ['M', '\\d{2}'],
  ['S', '\\d{2}'],
  ['L', '\\d{1,3}'],
  ['G', '\\d{4}'],
  ['V', '\\d{1,2}'],
  ['u', '[1-7]'],
  ['j', '\\d{3}'],
  ['z', 'Z|[+-]\\d{2}(?::?\\d{2})?'],
  ['Z', '[+-]\\d{1,4}'],
]);

/** Compiles a format of `$dateFromString`: `%d/%m/%Y`. */
export function compileDateParser(format: string): (text: string, zone: Zone | null) => Date {
  const source = format.replace(/%(.?)|[^%]+/gsu, (piece: string, letter: string | undefined) => {
    if (letter === undefined) return piece.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    if (letter === '%') return '%';
    const pattern = patterns.get(letter);
    if (pattern === undefined)
      throw requestFailed(`Invalid format character '%${letter}' in format string`);
    return `(?<${letter}>${pattern})`;
  });
  const expression = new RegExp(`^${source}$`);
  return (text, zone) => {
    const groups = expression.exec(text)?.groups;
    if (groups === undefined) throw unreadable(text);
    return fromGroups(groups, text, zone);
  };
}

type Groups = Record<string, string | undefined>;

function fromGroups(groups: Groups, text: string, asked: Zone | null): Date {
  const given = zoneOf(groups);
  if (given !== null && asked !== null)
    throw requestFailed(
      `you cannot pass in a date/time string with time zone information ('${text}') together with a timezone argument`,
    );
  const number = (name: string, absent: number) => Number(groups[name] ?? absent);
  const milliseconds = Math.floor(Number(`0.${groups['L'] ?? 0}`) * 1000);
  const time = ((number('H', 0) * 60 + number('M', 0)) * 60 + number('S', 0)) * 1000 + milliseconds;
  const isInRange = number('H', 0) < 25 && number('M', 0) < 60 && number('S', 0) < 61;
  const day = isInRange ? dayOf(groups) : null;
  if (day === null) throw unreadable(text);
  return new Date(fromLocal(day + time, given ?? asked ?? utc));
}

function zoneOf({ z, Z: minutes }: Groups): Zone | null {
  if (z !== undefined) return toZone(z);
  return minutes === undefined ? null : { isUtc: false, offsetAt: () => Number(minutes) * 60_000 };
}

/** The midnight of the day; null when the calendar has no such day. */
function dayOf({ Y, m, d, j, G, V, u }: Groups): number | null {
  if (G !== undefined) return fromIsoWeek(Number(G), Number(V ?? 1), Number(u ?? 1));
  if (Y === undefined) return null;
  if (j !== undefined) return utcOf([Number(Y), 0, Number(j)], [0, 0, 0, 0]);
  const [month, day] = [Number(m ?? 1), Number(d ?? 1)];
  const midnight = utcOf([Number(Y), month - 1, day], [0, 0, 0, 0]);
  const date = new Date(midnight);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? midnight : null;
}

function unreadable(text: string) {
  return requestFailed(`Error parsing date string '${text}'`);
}
