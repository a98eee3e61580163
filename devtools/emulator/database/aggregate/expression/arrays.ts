import { requestFailed } from '../../../wire/errors';
import { typeName } from '../../query/type-names';
import { isNumeric, toNumber } from '../../values';
import type { MaybeValue, Value } from '../../values';
import { isMissing, optional, parametersOf, unary, variadic } from './arguments';
import { compareFound } from './comparison';
import type { Compiler, Expression, Operators } from './types';

export const arrays: Operators = [
  [
    '$arrayElemAt',
    variadic('$arrayElemAt', 2, 2, ([list, position]) => {
      if (isMissing(list) || isMissing(position)) return null;
      return arrayOf('$arrayElemAt', list).at(integerOf('$arrayElemAt', position));
    }),
  ],
  [
    '$concatArrays',
    variadic('$concatArrays', 0, Infinity, (lists) =>
      lists.some(isMissing) ? null : lists.flatMap((list) => arrayOf('$concatArrays', list)),
    ),
  ],
  [
    '$indexOfArray',
    variadic('$indexOfArray', 2, 4, ([list, wanted, start, end]) => {
      if (isMissing(list)) return null;
      const values = arrayOf('$indexOfArray', list);
      const [from, to] = rangeOf('$indexOfArray', start, end, values.length);
      const found = values.slice(from, to).findIndex((value) => compareFound(value, wanted) === 0);
      return found === -1 ? -1 : from + found;
    }),
  ],
  ['$isArray', unary('$isArray', (value) => Array.isArray(value))],
  [
    '$range',
    variadic('$range', 2, 3, ([start, end, step = 1]) => {
      const [from, to, by] = [start, end, step].map((value) => integerOf('$range', value));
      return numbersBetween(from ?? 0, to ?? 0, by ?? 1);
    }),
  ],
  [
    '$reverseArray',
    unary('$reverseArray', (list) =>
      isMissing(list) ? null : [...arrayOf('$reverseArray', list)].reverse(),
    ),
  ],
  [
    '$size',
    unary('$size', (list) => {
      if (Array.isArray(list)) return list.length;
      throw requestFailed(
        `The argument to $size must be an array, but was of type: ${foundType(list)}`,
      );
    }),
  ],
  ['$slice', variadic('$slice', 2, 3, slice)],
  ['$zip', zip],
];

export function foundType(value: MaybeValue): string {
  return value === undefined ? 'missing' : typeName(value);
}

export function arrayOf(name: string, value: MaybeValue): Value[] {
  if (Array.isArray(value)) return value;
  throw requestFailed(`${name} needs an array, not ${foundType(value)}`);
}

export function integerOf(name: string, value: MaybeValue): number {
  const number = isNumeric(value) ? toNumber(value) : NaN;
  if (Number.isInteger(number) && Math.abs(number) < 2 ** 31) return number;
  throw requestFailed(`${name} needs a 32-bit integer, not ${foundType(value)}`);
}

/** The range of a string or an array to search; `end` is exclusive. */
export function rangeOf(
  name: string,
  start: MaybeValue,
  end: MaybeValue,
  length: number,
): [from: number, to: number] {
  const [from, to] = [start ?? 0, end ?? length].map((value) => {
    const position = integerOf(name, value);
    if (position < 0) throw requestFailed(`${name} requires a nonnegative range`);
    return position;
  }) as [number, number];
  return [from, Math.max(from, Math.min(to, length))];
}

const maxRangeLength = 4_000_000;

function numbersBetween(from: number, to: number, by: number): Value[] {
  if (by === 0) throw requestFailed('$range requires a non-zero step value');
  const length = Math.max(0, Math.ceil((to - from) / by));
  if (length > maxRangeLength) throw requestFailed('$range would use too much memory');
  return Array.from({ length }, (_, position) => from + position * by);
}

/** `[list, count]`, where a negative count takes from the end, or `[list, position, count]`. */
function slice([list, ...bounds]: MaybeValue[]): MaybeValue {
  if (isMissing(list) || bounds.some(isMissing)) return null;
  const values = arrayOf('$slice', list);
  const [first = 0, count] = bounds.map((bound) => integerOf('$slice', bound));
  if (count === undefined) return first < 0 ? values.slice(first) : values.slice(0, first);
  if (count <= 0) throw requestFailed(`Third argument to $slice must be positive: ${count}`);
  const start = first < 0 ? Math.max(0, values.length + first) : first;
  return values.slice(start, start + count);
}

function zip(operand: Value, compiler: Compiler): Expression {
  const {
    inputs,
    useLongestLength: isLongest = false,
    defaults,
  } = parametersOf('$zip', operand, ['inputs'], ['useLongestLength', 'defaults']);
  if (!Array.isArray(inputs) || inputs.length === 0)
    throw requestFailed('$zip requires at least one input array');
  if (typeof isLongest !== 'boolean') throw requestFailed('useLongestLength must be a bool');
  if (defaults !== undefined && !isLongest)
    throw requestFailed('cannot specify defaults unless useLongestLength is true');
  const lists = inputs.map(compiler.compile);
  const absent = optional(compiler, defaults);
  return {
    evaluate(document) {
      const values = lists.map(({ evaluate }) => evaluate(document));
      if (values.some(isMissing)) return null;
      const arrays = values.map((value) => arrayOf('$zip', value));
      const filling = absent?.evaluate(document);
      if (Array.isArray(filling) && filling.length !== arrays.length)
        throw requestFailed('defaults and inputs must have the same length');
      const lengths = arrays.map(({ length }) => length);
      const length = isLongest ? Math.max(...lengths) : Math.min(...lengths);
      return Array.from({ length }, (_, position) =>
        arrays.map(
          (array, input) =>
            array[position] ?? (Array.isArray(filling) ? filling[input] : null) ?? null,
        ),
      );
    },
  };
}
