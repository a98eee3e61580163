import { requestFailed } from '../../../wire/errors';
import { isNumeric, toNumber } from '../../values';
import type { MaybeValue } from '../../values';
import { variadic } from './arguments';
import { foundType } from './arrays';
import { codePointsOf, coerceToText } from './text';
import type { CompileOperator, Operators } from './types';

export const substrings: Operators = [
  ['$substr', bySlices('$substr')],
  ['$substrBytes', bySlices('$substrBytes')],
  [
    '$substrCP',
    variadic('$substrCP', 3, 3, ([text, start, length]) => {
      const points = codePointsOf(coerceToText('$substrCP', text));
      const from = startOf('$substrCP', start);
      const count = wholeOf('$substrCP', length);
      if (count < 0) throw requestFailed('$substrCP: length must be a nonnegative integer.');
      return points.slice(from, from + count).join('');
    }),
  ],
];

/** Counts UTF-8 bytes; a negative length takes the rest. A bound inside a character is refused. */
function bySlices(name: string): CompileOperator {
  return variadic(name, 3, 3, ([text, start, length]) => {
    const bytes = Buffer.from(coerceToText(name, text));
    const from = startOf(name, start);
    const count = wholeOf(name, length);
    const end = count < 0 ? bytes.length : Math.min(bytes.length, from + count);
    if (from >= bytes.length) return '';
    if (isContinuation(bytes[from]))
      throw requestFailed(`${name}:  Invalid range, starting index is a UTF-8 continuation byte.`);
    if (isContinuation(bytes[end]))
      throw requestFailed(
        `${name}:  Invalid range, ending index is in the middle of a UTF-8 character.`,
      );
    return bytes.toString('utf8', from, end);
  });
}

function startOf(name: string, value: MaybeValue): number {
  const start = wholeOf(name, value);
  if (start >= 0) return start;
  throw requestFailed(`${name}:  starting index must be non-negative (got: ${start})`);
}

function wholeOf(name: string, value: MaybeValue): number {
  if (isNumeric(value)) return Math.trunc(toNumber(value));
  throw requestFailed(
    `${name}: starting index and length must be numeric types (is BSON type ${foundType(value)})`,
  );
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
