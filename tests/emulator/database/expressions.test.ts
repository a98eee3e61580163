import fc from 'fast-check';
import type { Document, Value } from '../../../devtools/emulator/database/values';
import { here, inMingo } from './mingo';

const plain = { noNullPrototype: true };
const field = fc.constantFrom('a', 'b', 'c');

/** Documents with fields of the types that operators expect. */
const small = fc.integer({ min: -4, max: 4 });
const texts = fc.stringMatching(/^[ab-]{0,5}$/);
const typed = fc
  .record(
    {
      n: fc.oneof(small, fc.constantFrom(0.5, -2.25, 7.75)),
      m: fc.integer({ min: 1, max: 5 }),
      s: texts,
      t: texts,
      list: fc.array(small, { maxLength: 5 }),
      more: fc.array(small, { maxLength: 3 }),
      words: fc.array(texts, { maxLength: 3 }),
      items: fc.array(fc.record({ k: texts, v: small }, plain), { maxLength: 3 }),
      sub: fc.dictionary(field, small, { maxKeys: 3, ...plain }),
      at: fc.date({ min: new Date(0), max: new Date('2039-01-01'), noInvalidDate: true }),
    },
    plain,
  )
  .map((fields): Document => fields);
const numeric = fc.constantFrom<Value[]>('$n', '$m', 2, 0.5, { $size: '$list' });
const divisor = fc.constantFrom<Value[]>('$m', 2, 0.5);
const listed = fc.constantFrom<Value[]>('$list', '$more', [1, '$n'], { $slice: ['$list', 2] });
const textual = fc.constantFrom<Value[]>('$s', '$t', 'ab', { $concat: ['$s', '-', '$t'] });
const position = fc.integer({ min: 0, max: 4 });
const make = (name: string, operands: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  operands.map((operand): Value => ({ [name]: operand }));
const pair = (left: fc.Arbitrary<Value>, right: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.tuple(left, right).map((values): Value => values);
const inner = fc.constantFrom<Value[]>('$$this', '$n', { $add: ['$$this', 1] });

const operation = fc.oneof(
  ...['$add', '$multiply', '$subtract'].map((name) => make(name, pair(numeric, numeric))),
  ...['$divide', '$mod'].map((name) => make(name, pair(numeric, divisor))),
  ...['$abs', '$ceil', '$floor', '$exp'].map((name) => make(name, numeric)),
  ...['$sum', '$avg', '$max', '$min', '$size', '$isArray', '$reverseArray'].map((name) =>
    make(name, fc.constantFrom<Value[]>('$list', '$more')),
  ),
  ...['$setEquals', '$setIsSubset'].map((name) => make(name, pair(listed, listed))),
  make('$concatArrays', pair(listed, listed)),
  make('$slice', pair(listed, fc.integer({ min: 1, max: 4 }))),
  make('$arrayElemAt', pair(fc.constantFrom<Value[]>('$list', '$words'), small)),
  make('$indexOfArray', pair(listed, small)),
  make('$in', pair(small, listed)),
  make(
    '$range',
    fc.tuple(small, small, fc.constantFrom(1, 2, -1)).map((values): Value => values),
  ),
  make('$map', fc.record({ input: listed, in: inner }, plain)),
  make(
    '$filter',
    fc.record({ input: listed, cond: fc.constant<Value>({ $gt: ['$$this', 0] }) }, plain),
  ),
  make(
    '$reduce',
    fc.record(
      {
        input: listed,
        initialValue: small,
        in: fc.constant<Value>({ $add: ['$$value', '$$this'] }),
      },
      plain,
    ),
  ),
  make(
    '$let',
    fc.record(
      { vars: fc.record({ x: numeric }, plain), in: fc.constant<Value>(['$$x', '$n']) },
      plain,
    ),
  ),
  make('$arrayToObject', fc.constant<Value>('$items')),
  make('$objectToArray', fc.constant<Value>('$sub')),
  make('$mergeObjects', fc.constant<Value>(['$sub', { a: '$n' }])),
  make(
    '$substrCP',
    fc.tuple(textual, position, position).map((values): Value => values),
  ),
  make('$strLenCP', textual),
  make('$strLenBytes', textual),
  make('$toUpper', textual),
  make('$strcasecmp', pair(textual, textual)),
  make('$split', pair(textual, fc.constantFrom('-', 'ab'))),
  make('$indexOfBytes', pair(textual, fc.constantFrom('a', 'b'))),
  ...['$year', '$month', '$dayOfMonth', '$dayOfYear', '$dayOfWeek', '$hour', '$millisecond'].map(
    (name) => make(name, fc.constant<Value>('$at')),
  ),
  ...['$isoWeek', '$isoDayOfWeek'].map((name) => make(name, fc.constant<Value>('$at'))),
  make(
    '$dateToString',
    fc.record(
      {
        date: fc.constant('$at'),
        format: fc.constantFrom('%Y-%m-%dT%H:%M:%S.%L', '%j %u %V'),
        timezone: fc.constantFrom('+08:00', '-0330', 'Asia/Shanghai'),
      },
      plain,
    ),
  ),
);

/** An int has no negative zero, but mingo calculates in doubles and returns one. */
function withoutNegativeZero(results: unknown): unknown {
  return JSON.parse(JSON.stringify(results));
}

describe('an expression', () => {
  it('computes what mingo computes', () => {
    fc.assert(
      fc.property(fc.array(typed, { maxLength: 4 }), operation, (list, source) => {
        const stage = { $project: { _id: 0, made: source } };
        expect(withoutNegativeZero(here(list, stage))).toEqual(
          withoutNegativeZero(inMingo(list, stage)),
        );
      }),
      { numRuns: 3000 },
    );
  });
});
