import type { Decimal128, Double, Long } from 'bson';
import { requestFailed } from '../../../wire/errors';
import { isNumeric, toNumber } from '../../values';
import type { MaybeValue } from '../../values';
import { isMissing } from './arguments';
import { foundType } from './arrays';

/** The Unicode code points of a string, not its UTF-16 units. */
export function codePointsOf(text: string): string[] {
  return Array.from(text);
}

export function textOf(name: string, value: MaybeValue): string {
  if (typeof value === 'string') return value;
  throw requestFailed(`${name} requires a string argument, found: ${foundType(value)}`);
}

/** The oldest string operators also accept numbers and dates; null and missing become the empty string. */
export function coerceToText(name: string, value: MaybeValue): string {
  if (isMissing(value)) return '';
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (isNumeric(value)) return textOfNumber(value);
  throw requestFailed(`${name}: can't convert from BSON type ${foundType(value)} to String`);
}

function textOfNumber(value: number | Long | Double | Decimal128): string {
  const plain = toNumber(value);
  return Number.isSafeInteger(plain) ? String(plain) : value.toString();
}
