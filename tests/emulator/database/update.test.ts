import { parseDocument, stringifyEjson } from '../../../devtools/emulator/database/ejson';
import { compileQuery } from '../../../devtools/emulator/database/query/compile';
import { compileUpdate } from '../../../devtools/emulator/database/update/update';

/** Applies an update to a document; all arguments and the result are EJSON. */
function updated(document: string, update: string, query = '{}'): string {
  const filter = compileQuery(parseDocument(query));
  const change = compileUpdate(parseDocument(update), 1_700_000_000_000);
  return stringifyEjson(change(parseDocument(document), filter.test));
}

const int = (value: number) => `{"$numberInt":"${value}"}`;
const long = (value: string) => `{"$numberLong":"${value}"}`;
const double = (value: string) => `{"$numberDouble":"${value}"}`;

describe('numbers of an update', () => {
  it.each([
    ['int + int', int(1), '$inc', int(2), int(3)],
    ['int + int that grows long', int(2147483647), '$inc', int(1), long('2147483648')],
    ['long + int in the range of an int', long('5'), '$inc', int(1), long('6')],
    ['int + double', int(1), '$inc', double('0.5'), double('1.5')],
    ['halves that make a whole', double('0.5'), '$inc', double('0.5'), double('1.0')],
    ['a whole double + int', double('1.0'), '$inc', int(1), double('2.0')],
    ['longs beyond 2^53', long('9007199254740993'), '$inc', int(2), long('9007199254740995')],
    ['int * int', int(3), '$mul', int(4), int(12)],
    ['int * double', int(3), '$mul', double('0.5'), double('1.5')],
    ['min across types of numbers', double('2.5'), '$min', int(2), int(2)],
    ['max that changes nothing', double('2.5'), '$max', int(2), double('2.5')],
    ['min of another type', '"text"', '$min', int(2), int(2)],
  ])('%s', (_name, before, operator, operand, after) => {
    expect(updated(`{"n":${before}}`, `{"${operator}":{"n":${operand}}}`)).toBe(`{"n":${after}}`);
  });

  it.each([
    ['$inc', int(4), int(4)],
    ['$inc', double('0.5'), double('0.5')],
    ['$mul', int(4), int(0)],
    ['$mul', double('0.5'), double('0.0')],
    ['$min', int(4), int(4)],
  ])('start a missing field: %s %s', (operator, operand, after) => {
    expect(updated('{}', `{"${operator}":{"n":${operand}}}`)).toBe(`{"n":${after}}`);
  });
});

describe('bits of an update', () => {
  it.each([
    ['and', int(13), '{"and":10}', int(8)],
    ['or', int(3), '{"or":5}', int(7)],
    ['xor', int(1), '{"xor":5}', int(4)],
    ['negative masks', int(5), '{"and":-2}', int(4)],
    ['several in their order', int(1), '{"or":6,"and":3}', int(3)],
    ['an int with a long', int(1), `{"or":${long('4294967296')}}`, long('4294967297')],
    [
      'a long of more than 53 bits',
      long('9007199254740993'),
      '{"xor":1}',
      long('9007199254740992'),
    ],
  ])('combine %s', (_name, before, operand, after) => {
    expect(updated(`{"n":${before}}`, `{"$bit":{"n":${operand}}}`)).toBe(`{"n":${after}}`);
  });

  it('start at zero', () => {
    expect(updated('{}', '{"$bit":{"n":{"or":5}}}')).toBe(`{"n":${int(5)}}`);
  });
});

describe('fields of an update', () => {
  it.each([
    ['makes the way', '{}', '{"$set":{"a.b.c":1}}', '{"a":{"b":{"c":1}}}'],
    ['sets in an array', '{"a":[1,2]}', '{"$set":{"a.1":9}}', '{"a":[1,9]}'],
    ['fills an array up', '{"a":[1]}', '{"$set":{"a.3":9}}', '{"a":[1,null,null,9]}'],
    [
      'sets inside documents of an array',
      '{"a":[{"b":1}]}',
      '{"$set":{"a.0.b":2}}',
      '{"a":[{"b":2}]}',
    ],
    [
      'unsets',
      '{"a":1,"b":{"c":1,"d":2}}',
      '{"$unset":{"a":"","b.c":"","z.y":""}}',
      '{"b":{"d":2}}',
    ],
    ['unsets in an array', '{"a":[1,2]}', '{"$unset":{"a.0":""}}', '{"a":[null,2]}'],
    ['renames', '{"a":1,"b":2}', '{"$rename":{"a":"c.d"}}', '{"b":2,"c":{"d":1}}'],
    ['renames nothing', '{"b":2}', '{"$rename":{"a":"c"}}', '{"b":2}'],
    [
      'takes the first match',
      '{"a":[{"k":1,"n":0},{"k":2,"n":0}]}',
      '{"$set":{"a.$.n":5}}',
      '{"a":[{"k":1,"n":0},{"k":2,"n":5}]}',
      '{"a.k":2}',
    ],
    [
      'takes every element',
      '{"a":[{"n":0},{"n":1}]}',
      '{"$set":{"a.$[].n":5}}',
      '{"a":[{"n":5},{"n":5}]}',
    ],
  ])('%s', (_name, before, update, after, query = '{}') => {
    expect(JSON.parse(updated(before, update, query))).toEqual(
      JSON.parse(stringifyEjson(parseDocument(after))),
    );
  });

  it('has the time of the server', () => {
    expect(updated('{}', '{"$currentDate":{"at":true}}')).toBe(
      '{"at":{"$date":{"$numberLong":"1700000000000"}}}',
    );
  });
});

describe('arrays of an update', () => {
  it.each([
    ['pushes one', '[1]', '{"$push":{"a":[2,3]}}', '[1,[2,3]]'],
    ['pushes each', '[1]', '{"$push":{"a":{"$each":[2,3]}}}', '[1,2,3]'],
    ['pushes at a place', '[1,4]', '{"$push":{"a":{"$each":[2],"$position":1}}}', '[1,2,4]'],
    ['pushes before the end', '[1,4]', '{"$push":{"a":{"$each":[2],"$position":-1}}}', '[1,2,4]'],
    ['keeps the last', '[1,2]', '{"$push":{"a":{"$each":[3],"$slice":-2}}}', '[2,3]'],
    ['keeps none', '[1,2]', '{"$push":{"a":{"$each":[],"$slice":0}}}', '[]'],
    [
      'sorts documents',
      '[{"n":2}]',
      '{"$push":{"a":{"$each":[{"n":1}],"$sort":{"n":1}}}}',
      '[{"n":1},{"n":2}]',
    ],
    [
      'adds what is new',
      '[1,{"x":1}]',
      '{"$addToSet":{"a":{"$each":[1,{"x":1},{"x":2},{"x":2}]}}}',
      '[1,{"x":1},{"x":2}]',
    ],
    ['adds an array as one element', '[1]', '{"$addToSet":{"a":[1,2]}}', '[1,[1,2]]'],
    ['pops', '[1,2]', '{"$pop":{"a":1}}', '[1]'],
    ['shifts', '[1,2]', '{"$pop":{"a":-1}}', '[2]'],
    ['pulls by condition', '[1,5,9]', '{"$pull":{"a":{"$gte":5}}}', '[1]'],
    ['pulls documents by query', '[{"n":1,"m":1},{"n":2}]', '{"$pull":{"a":{"n":1}}}', '[{"n":2}]'],
    ['pulls all', '[1,2,3,2]', '{"$pullAll":{"a":[2,3]}}', '[1]'],
  ])('%s', (_name, before, update, after) => {
    expect(updated(`{"a":${before}}`, update)).toBe(
      stringifyEjson(parseDocument(`{"a":${after}}`)),
    );
  });

  it('start empty, with the modifiers obeyed', () => {
    expect(updated('{}', '{"$push":{"a":{"$each":[3,1,2],"$sort":1,"$slice":2}}}')).toBe(
      stringifyEjson(parseDocument('{"a":[1,2]}')),
    );
  });
});

describe('an update that MongoDB refuses', () => {
  it.each([
    ['{"a":"5"}', '{"$inc":{"a":1}}', 'non-numeric type string'],
    ['{"a":null}', '{"$inc":{"a":1}}', 'non-numeric type null'],
    ['{"a":1}', '{"$inc":{"a":"1"}}', 'non-numeric argument'],
    ['{"a":1}', '{"$push":{"a":1}}', "The field 'a' must be an array but is of type int"],
    ['{"a":1}', '{"$addToSet":{"a":1}}', 'must be an array'],
    ['{"a":1}', '{"$pull":{"a":1}}', 'Cannot apply $pull to a non-array value'],
    ['{"a":1}', '{"$pop":{"a":1}}', 'non-array'],
    ['{"a":[1]}', '{"$pop":{"a":2}}', '$pop expects 1 or -1'],
    ['{"a":null}', '{"$set":{"a.b":1}}', "Cannot create field 'b' in element {a: null}"],
    ['{"a":"x"}', '{"$set":{"a.b":1}}', `Cannot create field 'b' in element {a: "x"}`],
    ['{"a":[1]}', '{"$set":{"a.b":1}}', "Cannot create field 'b' in element {a: ["],
    ['{}', '{"$set":{"a":1,"a.b":2}}', "conflict at 'a'"],
    ['{}', '{"$set":{"a":1},"$inc":{"a":2}}', "conflict at 'a'"],
    ['{"_id":1}', '{"$set":{"_id":2}}', 'immutable field'],
    ['{"a":1.5}', '{"$bit":{"a":{"or":1}}}', 'non-integer type double'],
    ['{"a":1}', '{"$bit":{"a":{"or":1.5}}}', 'must be an Integer'],
    ['{"a":1}', '{"$bit":{"a":{"nand":1}}}', "not 'nand'"],
    ['{"a":1}', '{"$bit":{"a":{"toString":1}}}', "not 'toString'"],
    ['{"a":1}', '{"$bit":{"a":5}}', '$bit modifier'],
    ['{"a":[1]}', '{"$set":{"a.$[x]":5}}', "No array filter found for identifier 'x'"],
    ['{"a":1}', '{"constructor":{"a":1}}', 'Unknown modifier: constructor'],
    ['{}', '{"$nothing":{"a":1}}', 'Unknown modifier: $nothing'],
    ['{}', '{"a":1}', 'Unknown modifier: a'],
    ['{}', '{"$set":{"a..b":1}}', 'empty field name'],
    ['{}', '{"$set":{"a.$.b":1}}', 'positional operator'],
    [`{"a":${long('9223372036854775807')}}`, '{"$inc":{"a":1}}', 'Failed to apply $inc'],
  ])('%s by %s', (document, update, reason) => {
    expect(() => updated(document, update)).toThrow(reason);
  });
});
