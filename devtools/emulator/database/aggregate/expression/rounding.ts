import { requestFailed } from '../../../wire/errors';
import { typeName } from '../../query/type-names';
import { isNumeric, makeDouble, makeLong, numberType, toInteger, toNumber } from '../../values';
import type { MaybeValue, Value } from '../../values';
import { isMissing, variadic } from './arguments';
import type { CompileOperator, Operators } from './types';

/** Round to a number of decimal places; -2 means to hundreds. */
export const rounding: Operators = [
  ['$round', toPlace('$round', halfToEven)],
  ['$trunc', toPlace('$trunc', Math.trunc)],
];

function toPlace(name: string, round: (value: number) => number): CompileOperator {
  return variadic(name, 1, 2, ([value, place = 0]) => {
    if (isMissing(value) || isMissing(place)) return null;
    if (!isNumeric(value))
      throw requestFailed(`${name} only supports numeric types, not ${typeName(value)}`);
    const digits = placeOf(name, place);
    const type = numberType(value);
    if (type === 'int' || type === 'long') return digits >= 0 ? value : whole(value, digits, round);
    return makeDouble(shifted(round(shifted(toNumber(value), digits)), -digits));
  });
}

function placeOf(name: string, place: MaybeValue): number {
  const digits = isNumeric(place) ? toNumber(place) : NaN;
  if (!Number.isInteger(digits) || digits < -20 || digits > 100)
    throw requestFailed(`${name} needs a whole number between -20 and 100 as its precision`);
  return digits;
}

/**
 * Shifts the decimal digits instead of the binary value: 2.675 to two places is 2.68, although its binary value is
 * slightly less.
 */
function shifted(value: number, digits: number): number {
  if (!Number.isFinite(value) || digits === 0) return value;
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  return Number(`${mantissa}e${Number(exponent) + digits}`);
}

function halfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function whole(value: Value, digits: number, round: (value: number) => number): Value {
  const unit = 10n ** BigInt(-digits);
  const integer = toInteger(value);
  const below = integer / unit;
  const rest = Number(integer % unit) / Number(unit);
  const result = (below + BigInt(round(rest + Number(below % 2n)) - Number(below % 2n))) * unit;
  return typeof value === 'number' && Number(result) === (Number(result) | 0)
    ? Number(result)
    : makeLong(result);
}
