import { Double, Long } from 'bson';
import fc from 'fast-check';
import { stringifyEjson } from '../../../devtools/emulator/database/ejson';
import { isDocument } from '../../../devtools/emulator/database/values';
import type { Document, Value } from '../../../devtools/emulator/database/values';
import { WireError } from '../../../devtools/emulator/wire/errors';
import { here, inMingo, staged } from './mingo';

const plain = { noNullPrototype: true };
const field = fc.constantFrom('a', 'b', 'c', 'd');
const path = fc.constantFrom('$a', '$b', '$c', '$d', '$d.x', '$d.y', '$d.x.y', '$none');
const scalar: fc.Arbitrary<Value> = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0.5, 2.5),
  fc.constantFrom('x', 'y', 'xy'),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(new Date(0), new Date(86_400_000)),
);
const value: fc.Arbitrary<Value> = fc.oneof(
  { weight: 6, arbitrary: scalar },
  {
    weight: 2,
    arbitrary: fc.record({ x: scalar, y: scalar }, { requiredKeys: [], ...plain }),
  },
);
const document = fc
  .record({ a: value, b: value, c: value, d: value }, { requiredKeys: [], ...plain })
  .map((fields): Document => fields);
const pairs: Value[] = [{ x: 1 }, { y: 2 }, 3];
/** Adds lists, which mingo considers equal to their content, and fields for operators that accept only one type. */
const documents = fc.array(document, { maxLength: 12 }).map((list) =>
  list.map((fields, position): Document => ({
    ...{ _id: position, ...fields },
    ...{
      list: [0, 1].slice(position % 3),
      number: ((position * 7) % 4) - 0.5 * (position % 2),
      pairs: pairs.slice(position % 2),
      text: position % 2 === 0 ? 'x' : null,
    },
  })),
);

/** Mingo orders values of different types in its own way, so only numbers are compared. */
const number = fc.oneof(
  fc.constant<Value>('$number'),
  fc.constant<Value>({ $size: '$list' }),
  fc.integer({ min: -1, max: 2 }).map((literal): Value => literal),
);

/** mingo treats a missing value as null. */
const notMissing = (source: Value): Value => ({ $ifNull: [source, 0] });

const { expression } = fc.letrec<{ expression: Value; condition: Value }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    path,
    scalar.map((literal): Value => literal),
    fc.record({ $literal: scalar }, plain),
    fc.record({ $ifNull: fc.tuple(tie('expression'), tie('expression')) }, plain),
    fc.record({ $cond: fc.tuple(tie('condition'), tie('expression'), tie('expression')) }, plain),
    fc.record(
      {
        $cond: fc.record(
          {
            if: tie('condition'),
            then: tie('expression'),
            else: tie('expression'),
          },
          plain,
        ),
      },
      plain,
    ),
    tie('condition'),
  ),
  condition: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    path,
    ...['$eq', '$ne'].map((operator) =>
      fc
        .tuple(tie('expression').map(notMissing), tie('expression').map(notMissing))
        .map((pair): Value => ({ [operator]: pair })),
    ),
    ...['$gt', '$gte', '$lt', '$lte'].map((operator) =>
      fc.tuple(number, number).map((pair): Value => ({ [operator]: pair })),
    ),
    ...['$and', '$or'].map((operator) =>
      fc.array(tie('condition'), { maxLength: 3 }).map((list): Value => ({ [operator]: list })),
    ),
    tie('condition').map((inner): Value => ({ $not: [inner] })),
    fc
      .tuple(tie('expression').map(notMissing), fc.array(scalar, { maxLength: 3 }))
      .map(([wanted, list]): Value => ({ $in: [wanted, list] })),
  ),
}));

const text = fc.constantFrom<Value[]>('$text', '$none', 'x', 'y');
const computed = fc.oneof(
  { weight: 5, arbitrary: expression },
  { weight: 1, arbitrary: fc.constant<Value>({ $size: '$list' }) },
  { weight: 1, arbitrary: fc.constant<Value>({ $split: ['$text', 'x'] }) },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: -3, max: 3 })
      .map((at): Value => ({ $arrayElemAt: ['$list', at] })),
  },
  {
    weight: 1,
    arbitrary: fc.record({ $concat: fc.array(text, { minLength: 1, maxLength: 3 }) }, plain),
  },
);
const lists = fc.constantFrom<Value[]>('$list', '$pairs', '$pairs.x', '$$ROOT');
const accumulator = fc
  .oneof(
    fc.tuple(
      fc.constantFrom('$sum', '$first', '$last', '$push', '$addToSet'),
      fc.oneof(lists, path.map(notMissing), computed.map(notMissing)),
    ),
    fc.tuple(fc.constantFrom('$min', '$max', '$avg'), number),
  )
  .map(([name, source]): Value => ({ [name]: source }));
const key = fc.oneof(
  computed,
  fc.record({ first: path, second: path }, plain).map((fields): Value => fields),
);
const group = fc
  .tuple(key, fc.dictionary(field, accumulator, { maxKeys: 3, ...plain }))
  .map(([_id, fields]): Document => ({ $group: { _id, ...fields } }));
const addFields = fc
  .dictionary(field, computed, { minKeys: 1, maxKeys: 3, ...plain })
  .map((fields): Document => ({ $addFields: fields }));

const project = fc
  .tuple(
    fc.constantFrom<Document[]>({}, { _id: 0 }, { _id: 1 }),
    fc.dictionary(
      field,
      fc.oneof(fc.constantFrom<Value[]>(1, true), computed.filter(isComputing)),
      {
        minKeys: 1,
        maxKeys: 3,
        ...plain,
      },
    ),
  )
  .map(([id, fields]): Document => ({ $project: { ...id, ...fields } }));

/** A bare number or boolean in a projection keeps or drops a field; it computes nothing. */
function isComputing(source: Value): boolean {
  return typeof source === 'string' || isDocument(source);
}

describe('a stage', () => {
  it.each([
    ['$group', group],
    ['$addFields', addFields],
    ['$project', project],
  ] as const)('gives the same result as mingo: %s', (_name, stages) => {
    fc.assert(
      fc.property(documents, stages, (list, stage) => {
        expect(here(list, stage)).toEqual(inMingo(list, stage));
      }),
      { numRuns: 1000 },
    );
  });

  const one = (expression: Value, document: Document = {}): unknown =>
    staged([document], { $addFields: { made: expression } })[0]?.['made'];
  const grouped = (documents: Document[], specification: Document) =>
    staged(documents, { $group: specification });

  it('follows MongoDB where mingo does not', () => {
    const values: Value[] = [null, 5, 'x', { a: 1 }, [1], true, new Date(0)];
    const pairs = values
      .slice(1)
      .map((value, position): Value => [values[position] ?? null, value]);
    for (const pair of pairs) expect(one({ $lt: pair })).toBe(true);
    expect(one({ $lt: ['$none', null] })).toBe(true);
    expect(one({ $eq: ['$none', null] })).toBe(false);
    expect(one({ $eq: ['$list', 1] }, { list: [1] })).toBe(false);
    expect(one({ $not: [''] })).toBe(false);
  });

  it('keeps the type and every digit of what it adds', () => {
    const sum = (...numbers: Value[]) =>
      stringifyEjson(
        grouped(
          numbers.map((n) => ({ n })),
          { _id: null, sum: { $sum: '$n' } },
        )[0] ?? null,
      );
    const long = (digits: string) => Long.fromString(digits);

    expect(sum(1, 2)).toContain('{"$numberInt":"3"}');
    expect(sum(2 ** 31, 1)).toContain('{"$numberLong":"2147483649"}');
    expect(sum(2 ** 31 - 1, 1)).toContain('{"$numberLong":"2147483648"}');
    expect(sum(long('1'), 2)).toContain('{"$numberLong":"3"}');
    expect(sum(long('9007199254740993'), 2)).toContain('{"$numberLong":"9007199254740995"}');
    expect(sum(...Array<number>(3).fill(2 ** 53 - 1))).toContain('"27021597764222973"');
    expect(sum(0.5, 1.5)).toContain('{"$numberDouble":"2.0"}');
    expect(sum('x', null, true)).toContain('{"$numberInt":"0"}');
  });

  it('treats equal numbers as one, whatever their types', () => {
    const numbers = [1, new Double(1), Long.fromNumber(1), '1', [1], [new Double(1)], { a: 1 }];
    const specification = { _id: '$n', count: { $sum: 1 }, all: { $addToSet: '$n' } };
    const groups = grouped(
      numbers.map((n) => ({ n })),
      specification,
    );

    expect(groups.map(({ count }) => count)).toEqual([3, 1, 2, 1]);
    expect(groups.map(({ all }) => (all as Value[]).length)).toEqual([1, 1, 1, 1]);
    const long = (last: string): Document => ({ n: Long.fromString(`900719925474099${last}`) });
    expect(grouped([long('3'), long('4'), long('3')], specification)).toHaveLength(2);
  });

  it('refuses with the messages of the wire protocol', () => {
    expect(() => one({ $size: '$none' })).toThrow(WireError);
  });
});
