import { run } from '../../../devtools/emulator/database/aggregate/pipeline';
import { Store } from '../../../devtools/emulator/database/store';
import type { Document, Value } from '../../../devtools/emulator/database/values';

const store = new Store(null);

function stage(name: string, operand: Value, ...documents: Document[]): Document[] {
  return run(documents, [{ name, operand }], { store, variables: new Map() });
}

describe('an operator that the SDK has no name for', () => {
  const day = new Date('2024-01-31T10:00:00Z');

  it.each<[Value, Value]>([
    [{ $toString: '$n' }, '5'],
    [{ $toInt: '12' }, 12],
    [{ $toDouble: '1.5' }, 1.5],
    [{ $toDate: '2024-01-31T10:00:00Z' }, day],
    [{ $toLong: '9000000000' }, 9_000_000_000],
    [{ $toBool: '$n' }, true],
    [{ $toBool: '' }, true],
    [{ $toString: '$none' }, null],
    [{ $toString: '$at' }, '2024-01-31T10:00:00.000Z'],
    [{ $type: '$n' }, 'int'],
    [{ $type: '$none' }, 'missing'],
    [{ $isNumber: '$text' }, false],
    [{ $trim: { input: '  x ' } }, 'x'],
    [{ $ltrim: { input: '--x-', chars: '-' } }, 'x-'],
    [{ $rtrim: { input: '--x-', chars: '-' } }, '--x'],
    [{ $regexMatch: { input: '$text', regex: '^a', options: 'i' } }, true],
    [{ $replaceOne: { input: '$none', find: '.', replacement: '-' } }, null],
    [{ $replaceOne: { input: 'a.b.c', find: '.', replacement: '-' } }, 'a-b.c'],
    [{ $replaceAll: { input: 'a.b.c', find: '.', replacement: '-' } }, 'a-b-c'],
    [{ $sortArray: { input: '$rows', sortBy: { k: 1 } } }, [{ k: 1 }, { k: 2 }]],
    [{ $map: { input: [1, 2], in: { $toString: { $add: ['$$this', '$n'] } } } }, ['6', '7']],
  ])('%j is %j', (made, expected) => {
    const document = { n: 5, text: 'Abc', at: day, rows: [{ k: 2 }, { k: 1 }] };

    expect(stage('$replaceWith', { made }, document)).toEqual([{ made: expected }]);
  });

  it('refuses with the messages of the wire protocol', () => {
    expect(() => stage('$addFields', { n: { $toInt: 'x' } }, {})).toThrow('[FailedOperation]');
  });

  it.each(['$function', '$dateAdd', '$convert', '$constructor'])(
    'is refused by name: %s',
    (name) => {
      expect(() => stage('$addFields', { n: { [name]: {} } }, {})).toThrow(
        `Unrecognized expression '${name}'`,
      );
    },
  );
});

describe('a stage that the SDK cannot send by its name', () => {
  it('cuts documents level by level', () => {
    const source: Value = {
      $cond: [{ $eq: ['$level', 5] }, '$$PRUNE', { $ifNull: ['$whole', '$$DESCEND'] }],
    };
    const document: Document = {
      a: { level: 5 },
      b: [{ level: 5 }, { level: 1, c: { level: 5 } }, 7],
      d: 1,
    };

    expect(stage('$redact', source, document, { level: 5 })).toEqual([
      { b: [{ level: 1 }, 7], d: 1 },
    ]);
    const byRoot: Value = { $cond: [{ $eq: ['$$ROOT.d', 1] }, '$$KEEP', '$$PRUNE'] };
    expect(stage('$redact', byRoot, document, {})).toEqual([document]);
    expect(() => stage('$redact', 'x', document)).toThrow('$redact needs one of');
  });

  it('removes fields and makes new roots', () => {
    expect(stage('$unset', ['a.b', 'c'], { a: { b: 1, d: 2 }, c: 3 })).toEqual([{ a: { d: 2 } }]);
    expect(stage('$set', { a: 1 }, { b: 2 })).toEqual([{ b: 2, a: 1 }]);
    expect(() => stage('$unset', 5, {})).toThrow('$unset specification');
  });

  it.each(['$collStats', '$graphLookup', '$indexStats', '$out', '$merge', '$constructor'])(
    'is refused by name: %s',
    (name) => {
      expect(() => stage(name, {}, {})).toThrow(`Unrecognized pipeline stage name: '${name}'`);
    },
  );
});
