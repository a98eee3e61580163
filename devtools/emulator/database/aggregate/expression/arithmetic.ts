import { requestFailed } from '../../../wire/errors';
import { typeName } from '../../query/type-names';
import { isNumeric, makeDouble, makeLong, numberType, toInteger, toNumber } from '../../values';
import type { MaybeValue, Value } from '../../values';
import { binary, isMissing, unary, variadic } from './arguments';
import { rounding } from './rounding';
import type { CompileOperator, Operators } from './types';

const longLimit = 2n ** 63n;

export const arithmetic: Operators = [
  ['$add', sum('$add', (values) => values.reduce(add, 0))],
  ['$multiply', sum('$multiply', (values) => values.reduce(multiply, 1))],
  ['$subtract', binary('$subtract', subtract)],
  [
    '$divide',
    ofNumbers('$divide', (a, b) => {
      if (toNumber(b) === 0) throw requestFailed("can't $divide by zero");
      return makeDouble(toNumber(a) / toNumber(b));
    }),
  ],
  ['$mod', ofNumbers('$mod', modulo)],
  ['$pow', ofNumbers('$pow', power)],
  [
    '$log',
    ofNumbers('$log', (a, b) => {
      const [value, base] = [toNumber(a), toNumber(b)];
      if (!(value > 0)) throw requestFailed("$log's argument must be a positive number");
      if (!(base > 0) || base === 1)
        throw requestFailed("$log's base must be a positive number not equal to 1");
      return makeDouble(base === 10 ? Math.log10(value) : Math.log(value) / Math.log(base));
    }),
  ],
  [
    '$abs',
    ofNumber('$abs', (value) => {
      if (isWhole(value)) {
        const whole = toInteger(value);
        return integer(whole < 0n ? -whole : whole, [value]);
      }
      return makeDouble(Math.abs(toNumber(value)));
    }),
  ],
  ['$exp', real('$exp', Math.exp)],
  ['$ln', real('$ln', Math.log, positive('$ln'))],
  ['$log10', real('$log10', Math.log10, positive('$log10'))],
  [
    '$sqrt',
    real('$sqrt', Math.sqrt, (value) => {
      if (value < 0) throw requestFailed("$sqrt's argument must be greater than or equal to 0");
    }),
  ],
  ['$ceil', ofNumber('$ceil', (value) => toWhole(value, Math.ceil))],
  ['$floor', ofNumber('$floor', (value) => toWhole(value, Math.floor))],
  ...rounding,
];

/** Accepts numbers, and for `$add` also one date. Returns null when an operand is null or missing. */
function sum(name: string, total: (values: Value[]) => Value): CompileOperator {
  return variadic(name, 0, Infinity, (values) => {
    if (values.some(isMissing)) return null;
    const present = values as Value[];
    const dates = present.filter((value) => value instanceof Date);
    if (name === '$add' && dates.length > 1)
      throw requestFailed('only one date allowed in an $add expression');
    const numbers = present.map((value) =>
      value instanceof Date && name === '$add' ? value.getTime() : value,
    );
    for (const value of numbers)
      if (!isNumeric(value))
        throw requestFailed(
          `${name} only supports numeric${name === '$add' ? ' or date' : ''} types, not ${typeName(value)}`,
        );
    const result = total(numbers);
    return dates.length === 0 ? result : new Date(Math.round(toNumber(result)));
  });
}

function add(a: Value, b: Value): Value {
  return calculate(
    a,
    b,
    (x, y) => x + y,
    (x, y) => x + y,
  );
}

function multiply(a: Value, b: Value): Value {
  return calculate(
    a,
    b,
    (x, y) => x * y,
    (x, y) => x * y,
  );
}

function subtract(a: MaybeValue, b: MaybeValue): MaybeValue {
  if (isMissing(a) || isMissing(b)) return null;
  if (a instanceof Date && b instanceof Date) return long(a.getTime() - b.getTime());
  if (a instanceof Date && isNumeric(b)) return new Date(Math.round(a.getTime() - toNumber(b)));
  if (!isNumeric(a) || !isNumeric(b))
    throw requestFailed(`can't $subtract ${typeName(b)} from ${typeName(a)}`);
  return calculate(
    a,
    b,
    (x, y) => x - y,
    (x, y) => x - y,
  );
}

function long(milliseconds: number): Value {
  return makeLong(BigInt(milliseconds));
}

function isWhole(value: Value): boolean {
  const type = numberType(value);
  return type === 'int' || type === 'long';
}

/**
 * Integers stay integers. A result beyond the range of a long, or with a double among its operands, becomes a double.
 */
function calculate(
  a: Value,
  b: Value,
  plain: (x: number, y: number) => number,
  whole: (x: bigint, y: bigint) => bigint,
): Value {
  if (!isWhole(a) || !isWhole(b)) return makeDouble(plain(toNumber(a), toNumber(b)));
  if (typeof a === 'number' && typeof b === 'number') {
    const result = plain(a, b);
    if (Number.isSafeInteger(result) && isClear(a, b, result)) return result + 0;
  }
  return integer(whole(toInteger(a), toInteger(b)), [a, b]);
}

/** False when longs give a result in the range of ints: as a plain number it would be taken for an int. */
function isClear(a: number, b: number, result: number): boolean {
  return (result | 0) !== result || ((a | 0) === a && (b | 0) === b);
}

/** A long when an operand is a long or the result exceeds an int; a double when it exceeds a long. */
function integer(result: bigint, operands: Value[]): Value {
  if (result >= longLimit || result < -longLimit) return makeDouble(Number(result));
  const plain = Number(result);
  const areInts = operands.every((value) => numberType(value) === 'int');
  return areInts && (plain | 0) === plain ? plain : makeLong(result);
}

function modulo(a: Value, b: Value): Value {
  if (toNumber(b) === 0) throw requestFailed("can't $mod by zero");
  if (isWhole(a) && isWhole(b)) return integer(toInteger(a) % toInteger(b), [a, b]);
  return makeDouble(toNumber(a) % toNumber(b));
}

function power(a: Value, b: Value): Value {
  const [base, exponent] = [toNumber(a), toNumber(b)];
  if (base === 0 && exponent < 0)
    throw requestFailed('$pow cannot take a base of 0 and a negative exponent');
  const result = base ** exponent;
  const isExact = isWhole(a) && isWhole(b) && exponent >= 0 && Number.isSafeInteger(result);
  return isExact ? integer(BigInt(result), [a, b]) : makeDouble(result);
}

function ofNumbers(name: string, evaluate: (a: Value, b: Value) => Value): CompileOperator {
  return binary(name, (a, b) => {
    if (isMissing(a) || isMissing(b)) return null;
    if (!isNumeric(a) || !isNumeric(b))
      throw requestFailed(
        `${name} only supports numeric types, not ${typeName(a)} and ${typeName(b)}`,
      );
    return evaluate(a, b);
  });
}

function ofNumber(name: string, evaluate: (value: Value) => Value): CompileOperator {
  return unary(name, (value) => {
    if (isMissing(value)) return null;
    if (!isNumeric(value))
      throw requestFailed(`${name} only supports numeric types, not ${typeName(value)}`);
    return evaluate(value);
  });
}

function real(
  name: string,
  evaluate: (value: number) => number,
  check: (value: number) => void = () => undefined,
): CompileOperator {
  return ofNumber(name, (value) => {
    check(toNumber(value));
    return makeDouble(evaluate(toNumber(value)));
  });
}

function positive(name: string): (value: number) => void {
  return (value) => {
    if (value <= 0) throw requestFailed(`${name}'s argument must be a positive number`);
  };
}

function toWhole(value: Value, round: (value: number) => number): Value {
  return isWhole(value) ? value : makeDouble(round(toNumber(value)));
}
