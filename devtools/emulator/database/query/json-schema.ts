import { requestFailed } from '../../wire/errors';
import { equalValues } from '../order';
import type { Document, Value } from '../values';
import { fieldOf, isDocument } from '../values';
import { typeName, typeTest } from './type-names';
import { toRegExp } from './regular-expression';
import {
  fieldCount,
  invalid,
  itemCount,
  lengthOf,
  listOf,
  numberOf,
  onArray,
  onDocument,
  onNumber,
} from './schema-values';
import type { Test } from './schema-values';

/** `schema` is the object that contains the keyword, because some keywords change the meaning of others. */
type Keyword = (operand: Value, schema: Document) => Test;

/** Compiles MongoDB's dialect of JSON Schema draft 4. A keyword for one type accepts values of every other type. */
export function compileJsonSchema(schema: Value | undefined): Test {
  if (!isDocument(schema)) throw requestFailed('$jsonSchema must be an object');
  const tests = Object.entries(schema).map(([name, operand]) => {
    const keyword = keywords.get(name);
    if (keyword === undefined) throw requestFailed(`Unknown $jsonSchema keyword: ${name}`);
    return keyword(operand, schema);
  });
  return (value) => tests.every((test) => test(value));
}

const always: Keyword = () => () => true;

const keywords = new Map<string, Keyword>([
  ['title', always],
  ['description', always],
  ['bsonType', (operand) => typeTest(operand, { entersArrays: false })],
  ['type', (operand) => typeTest(bsonNames(operand), { entersArrays: false })],
  [
    'enum',
    (operand) => {
      const values = listOf('enum', operand);
      return (value) => values.some((other) => equalValues(other, value));
    },
  ],
  ['minimum', bound('minimum', 'exclusiveMinimum', (value, limit) => value > limit)],
  ['maximum', bound('maximum', 'exclusiveMaximum', (value, limit) => value < limit)],
  ['exclusiveMinimum', beside('exclusiveMinimum', 'minimum')],
  ['exclusiveMaximum', beside('exclusiveMaximum', 'maximum')],
  [
    'multipleOf',
    (operand) => {
      const divisor = numberOf('multipleOf', operand);
      return onNumber((value) => value % divisor === 0);
    },
  ],
  ['minLength', size('minLength', lengthOf, (length, limit) => length >= limit)],
  ['maxLength', size('maxLength', lengthOf, (length, limit) => length <= limit)],
  [
    'pattern',
    (operand) => {
      const expression = toRegExp(operand, undefined);
      return (value) => typeof value !== 'string' || expression.test(value);
    },
  ],
  ['minItems', size('minItems', itemCount, (count, limit) => count >= limit)],
  ['maxItems', size('maxItems', itemCount, (count, limit) => count <= limit)],
  [
    'uniqueItems',
    (operand) =>
      onArray(
        (items) =>
          operand !== true ||
          items.every(
            (item, position) =>
              !items.slice(position + 1).some((other) => equalValues(item, other)),
          ),
      ),
  ],
  ['items', items],
  ['additionalItems', always],
  [
    'required',
    (operand) => {
      const names = listOf('required', operand).map(String);
      return onDocument((document) => names.every((name) => Object.hasOwn(document, name)));
    },
  ],
  ['minProperties', size('minProperties', fieldCount, (count, limit) => count >= limit)],
  ['maxProperties', size('maxProperties', fieldCount, (count, limit) => count <= limit)],
  [
    'properties',
    (operand) => {
      const tests = testsOf('properties', operand);
      return onDocument((document) =>
        tests.every(([name, test]) => {
          const member = fieldOf(document, name);
          return member === undefined || test(member);
        }),
      );
    },
  ],
  [
    'patternProperties',
    (operand) => {
      const tests = patternsOf(operand);
      return onDocument((document) =>
        Object.entries(document).every(([name, member]) =>
          tests.every(([expression, test]) => !expression.test(name) || test(member)),
        ),
      );
    },
  ],
  ['additionalProperties', additionalProperties],
  ['dependencies', dependencies],
  ['allOf', combined('allOf', (passed, all) => passed === all)],
  ['anyOf', combined('anyOf', (passed) => passed > 0)],
  ['oneOf', combined('oneOf', (passed) => passed === 1)],
  [
    'not',
    (operand) => {
      const test = compileJsonSchema(operand);
      return (value) => !test(value);
    },
  ],
]);

const jsonTypes = new Map([
  ['boolean', 'bool'],
  ['object', 'object'],
  ['array', 'array'],
  ['number', 'number'],
  ['string', 'string'],
  ['null', 'null'],
]);

function bsonNames(operand: Value): Value {
  const names = Array.isArray(operand) ? operand : [operand];
  return names.map((name) => {
    const bson = typeof name === 'string' ? jsonTypes.get(name) : undefined;
    if (bson === undefined)
      throw requestFailed(
        `$jsonSchema keyword 'type' does not know ${typeof name === 'string' ? name : typeName(name)}`,
      );
    return bson;
  });
}

function bound(
  name: string,
  exclusive: string,
  isBeyond: (value: number, limit: number) => boolean,
): Keyword {
  return (operand, schema) => {
    const limit = numberOf(name, operand);
    const isExclusive = schema[exclusive] === true;
    return onNumber((value) => isBeyond(value, limit) || (value === limit && !isExclusive));
  };
}

/** In draft 4 `exclusiveMinimum` is a boolean that modifies `minimum`, so it tests nothing by itself. */
function beside(name: string, neighbour: string): Keyword {
  return (operand, schema) => {
    if (typeof operand !== 'boolean' || schema[neighbour] === undefined)
      throw requestFailed(`$jsonSchema keyword '${name}' must be a boolean beside '${neighbour}'`);
    return () => true;
  };
}

function size(
  name: string,
  sizeOf: (value: Value) => number | null,
  holds: (size: number, limit: number) => boolean,
): Keyword {
  return (operand) => {
    const limit = numberOf(name, operand);
    return (value) => {
      const found = sizeOf(value);
      return found === null || holds(found, limit);
    };
  };
}

/** One schema for all items, or one per position, with `additionalItems` for the rest. */
function items(operand: Value, schema: Document): Test {
  if (!Array.isArray(operand)) {
    const test = compileJsonSchema(operand);
    return onArray((values) => values.every(test));
  }
  const tests = operand.map(compileJsonSchema);
  const rest = restOf(schema['additionalItems']);
  return onArray((values) => values.every((value, position) => (tests[position] ?? rest)(value)));
}

function additionalProperties(operand: Value, schema: Document): Test {
  const known = new Set(isDocument(schema['properties']) ? Object.keys(schema['properties']) : []);
  const patterns = patternsOf(schema['patternProperties'] ?? {});
  const rest = restOf(operand);
  return onDocument((document) =>
    Object.entries(document).every(
      ([name, member]) =>
        known.has(name) || patterns.some(([expression]) => expression.test(name)) || rest(member),
    ),
  );
}

function restOf(operand: Value | undefined): Test {
  if (operand === undefined || typeof operand === 'boolean') return () => operand !== false;
  return compileJsonSchema(operand);
}

function dependencies(operand: Value): Test {
  if (!isDocument(operand)) throw invalid('dependencies', 'an object');
  const rules = Object.entries(operand).map(([name, rule]) => {
    const test = Array.isArray(rule)
      ? compileJsonSchema({ required: rule })
      : compileJsonSchema(rule);
    return [name, test] as const;
  });
  return onDocument((document) =>
    rules.every(([name, test]) => !Object.hasOwn(document, name) || test(document)),
  );
}

function combined(name: string, holds: (passed: number, all: number) => boolean): Keyword {
  return (operand) => {
    const tests = listOf(name, operand).map(compileJsonSchema);
    return (value) => holds(tests.filter((test) => test(value)).length, tests.length);
  };
}

function testsOf(name: string, operand: Value): [string, Test][] {
  if (!isDocument(operand)) throw invalid(name, 'an object');
  return Object.entries(operand).map(([field, schema]) => [field, compileJsonSchema(schema)]);
}

function patternsOf(operand: Value): [RegExp, Test][] {
  return testsOf('patternProperties', operand).map(([pattern, test]) => [
    toRegExp(pattern, undefined),
    test,
  ]);
}
