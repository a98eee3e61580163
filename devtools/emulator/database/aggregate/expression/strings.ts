import { requestFailed } from '../../../wire/errors';
import { compareValues } from '../../order';
import { isMissing, operandsOf, unary, variadic } from './arguments';
import { foundType, rangeOf } from './arrays';
import { substrings } from './substrings';
import { codePointsOf, coerceToText, textOf } from './text';
import type { Operators } from './types';

export const strings: Operators = [
  [
    '$concat',
    (operand, compiler) => {
      const expressions = operandsOf('$concat', operand, compiler, 0, Infinity);
      return {
        evaluate(document) {
          let text: string | null = '';
          for (const { evaluate } of expressions) {
            const part = evaluate(document) ?? null;
            if (part !== null && typeof part !== 'string')
              throw requestFailed(`$concat only supports strings, not ${foundType(part)}`);
            text = text === null || part === null ? null : text + part;
          }
          return text;
        },
      };
    },
  ],
  [
    '$split',
    variadic('$split', 2, 2, ([text, separator]) => {
      if (isMissing(text) || isMissing(separator)) return null;
      const [whole, between] = [textOf('$split', text), textOf('$split', separator)];
      if (between === '') throw requestFailed('$split requires a non-empty separator');
      return whole.split(between);
    }),
  ],
  [
    '$toLower',
    unary('$toLower', (text) => changeAscii(coerceToText('$toLower', text), 'toLowerCase')),
  ],
  [
    '$toUpper',
    unary('$toUpper', (text) => changeAscii(coerceToText('$toUpper', text), 'toUpperCase')),
  ],
  [
    '$strcasecmp',
    variadic('$strcasecmp', 2, 2, (values) => {
      const [a, b] = values.map((text) =>
        changeAscii(coerceToText('$strcasecmp', text), 'toUpperCase'),
      );
      return Math.sign(compareValues(a, b));
    }),
  ],
  [
    '$strLenBytes',
    unary('$strLenBytes', (text) => Buffer.byteLength(textOf('$strLenBytes', text))),
  ],
  ['$strLenCP', unary('$strLenCP', (text) => codePointsOf(textOf('$strLenCP', text)).length)],
  [
    '$indexOfBytes',
    variadic('$indexOfBytes', 2, 4, ([text, wanted, start, end]) => {
      if (isMissing(text)) return null;
      const bytes = Buffer.from(textOf('$indexOfBytes', text));
      const part = Buffer.from(textOf('$indexOfBytes', wanted));
      const [from, to] = rangeOf('$indexOfBytes', start, end, bytes.length);
      return from > bytes.length ? -1 : positionFrom(from, bytes.subarray(from, to).indexOf(part));
    }),
  ],
  [
    '$indexOfCP',
    variadic('$indexOfCP', 2, 4, ([text, wanted, start, end]) => {
      if (isMissing(text)) return null;
      const points = codePointsOf(textOf('$indexOfCP', text));
      const part = textOf('$indexOfCP', wanted);
      const [from, to] = rangeOf('$indexOfCP', start, end, points.length);
      if (from > points.length) return -1;
      const searched = points.slice(from, to).join('');
      const units = searched.indexOf(part);
      return positionFrom(from, units === -1 ? -1 : codePointsOf(searched.slice(0, units)).length);
    }),
  ],
  ...substrings,
];

function positionFrom(from: number, found: number): number {
  return found === -1 ? -1 : from + found;
}

/** MongoDB changes the case of ASCII letters only. */
function changeAscii(text: string, change: 'toLowerCase' | 'toUpperCase'): string {
  return text.replace(/[A-Za-z]+/g, (letters) => letters[change]());
}
