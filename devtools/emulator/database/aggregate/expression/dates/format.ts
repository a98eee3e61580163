import { requestFailed } from '../../../../wire/errors';
import { dayOfYear, isoDayOfWeek, isoWeek, isoWeekYear, week } from './calendar';
import { toLocal } from './zone';
import type { Zone } from './zone';

type Part = (local: Date, offsetMinutes: number) => string;

const parts = new Map<string, Part>([
  ['%', () => '%'],
  ['Y', (local) => padded(yearOf(local), 4)],
  ['G', (local) => padded(isoWeekYear(local), 4)],
  ['m', (local) => padded(local.getUTCMonth() + 1, 2)],
  ['d', (local) => padded(local.getUTCDate(), 2)],
  ['H', (local) => padded(local.getUTCHours(), 2)],
  ['M', (local) => padded(local.getUTCMinutes(), 2)],
  ['S', (local) => padded(local.getUTCSeconds(), 2)],
  ['L', (local) => padded(local.getUTCMilliseconds(), 3)],
  ['j', (local) => padded(dayOfYear(local), 3)],
  ['w', (local) => String(local.getUTCDay() + 1)],
  ['u', (local) => String(isoDayOfWeek(local))],
  ['U', (local) => padded(week(local), 2)],
  ['V', (local) => padded(isoWeek(local), 2)],
  ['z', (_, offset) => offsetText(offset)],
  ['Z', (_, offset) => String(offset)],
]);

/** Compiles a format of `$dateToString`: `%Y-%m-%d`. */
export function compileFormat(format: string): (date: Date, zone: Zone) => string {
  const pieces = [...format.matchAll(/%(.?)|[^%]+/gsu)].map(([text, letter]) => {
    if (letter === undefined) return () => text;
    const part = parts.get(letter);
    if (part === undefined)
      throw requestFailed(
        letter === ''
          ? "Unmatched '%' at end of format string"
          : `Invalid format character '%${letter}' in format string`,
      );
    return part;
  });
  return (date, zone) => {
    const local = toLocal(date.getTime(), zone);
    const offset = Math.trunc(zone.offsetAt(date.getTime()) / 60_000);
    return pieces.map((piece) => piece(local, offset)).join('');
  };
}

function yearOf(local: Date): number {
  const year = local.getUTCFullYear();
  if (year >= 0 && year <= 9999) return year;
  throw requestFailed(
    `$dateToString is only supported for the years 0 to 9999, found year ${year}`,
  );
}

function padded(number: number, length: number): string {
  return String(number).padStart(length, '0');
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${padded(Math.floor(size / 60), 2)}${padded(size % 60, 2)}`;
}
