import { BSONRegExp } from 'bson';
import { requestFailed } from '../../wire/errors';
import { compareValues, equalValues, isBelowSurrogates, rank, rankOf } from '../order';
import type { Document, MaybeValue, Value } from '../values';
import { fieldOf, isDocument, isNumeric, toNumber } from '../values';
import type { Bounds, FieldCondition } from './condition';
import { compileGeoIntersects, compileGeoWithin } from './geo';
import type { Path } from './path';
import { someAt } from './path';
import { toRegExp } from './regular-expression';
import { typeTest } from './type-names';

type Test = (value: MaybeValue) => boolean;
type CompileNested = (query: Document) => (document: Document) => boolean;

const none: Bounds = { kind: 'none' };

export function isOperatorObject(operand: Value): operand is Document {
  if (!isDocument(operand)) return false;
  for (const key in operand) return key.startsWith('$');
  return false;
}

/** Compiles `{ [path]: { [operator]: operand } }`; `siblings` holds the operator and those next to it. */
export function compileOperand(
  path: Path,
  operator: string,
  operand: Value,
  siblings: Document,
  compileNested: CompileNested,
): FieldCondition {
  const field = (test: (document: Document) => boolean, bounds = none): FieldCondition => ({
    kind: 'field',
    path,
    bounds,
    test,
  });
  /** Passes when the value passes or, for an array, any of its elements. */
  const each = (test: Test, bounds = none) => field(eachAt(path, test), bounds);
  /** Passes when the value as a whole passes. */
  const whole = (test: Test) => field((document) => someAt(document, path, test));
  const not = (condition: FieldCondition) => field((document) => !condition.test(document));
  const compile = (inner: string, value: Value, around: Document = {}) =>
    compileOperand(path, inner, value, around, compileNested);

  switch (operator) {
    case '$eq':
      return each(...equality(operand));
    case '$ne':
      return not(compile('$eq', operand));
    case '$in':
      return each(...membership(list(operator, operand)));
    case '$nin':
      return not(compile('$in', operand));
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return each(...comparison(operator, operand));
    case '$exists': {
      const exists = whole((value) => value !== undefined);
      return isTruthy(operand) ? exists : not(exists);
    }
    case '$type':
      return whole(typeTest(operand));
    case '$mod':
      return each(modulo(operand));
    case '$regex':
      return each(pattern(operand, siblings['$options']));
    case '$size': {
      const size = toNumber(operand);
      if (!Number.isInteger(size) || size < 0)
        throw requestFailed('$size must be a whole number, not negative');
      return whole((value) => Array.isArray(value) && value.length === size);
    }
    case '$all':
      return field(all(list(operator, operand), compile));
    case '$elemMatch':
      return whole(elementMatch(operand, compileNested));
    case '$not':
      return not(negated(operand, compile, field));
    case '$geoWithin':
      return whole(compileGeoWithin(operand));
    case '$geoIntersects':
      return whole(compileGeoIntersects(operand));
    default:
      throw requestFailed(`unknown operator: ${operator}`);
  }
}

function someOf(value: MaybeValue, test: Test): boolean {
  return test(value) || (Array.isArray(value) && value.some(test));
}

function eachAt(path: Path, test: Test): (document: Document) => boolean {
  const [step = '', ...further] = path.steps;
  if (further.length > 0)
    return (document) => someAt(document, path, (value) => someOf(value, test));
  // Most conditions test a top-level field, which needs no path traversal.
  return (document) => someOf(fieldOf(document, step), test);
}

function equality(operand: Value): [Test, Bounds] {
  if (operand instanceof BSONRegExp) return [pattern(operand, undefined), none];
  const bounds: Bounds = Array.isArray(operand) ? none : { kind: 'points', values: [operand] };
  if (operand === null) return [(value) => value === null || value === undefined, bounds];
  if (typeof operand === 'string' || typeof operand === 'boolean')
    return [(value) => value === operand, bounds];
  return [(value) => value !== undefined && equalValues(value, operand), bounds];
}

function membership(operands: Value[]): [Test, Bounds] {
  const tests = operands.map((operand) => equality(operand));
  const isIndexable = tests.every(([, bounds]) => bounds.kind === 'points');
  const bounds: Bounds = isIndexable ? { kind: 'points', values: operands } : none;
  if (operands.every((operand) => typeof operand === 'string')) {
    const strings = new Set<MaybeValue>(operands);
    return [(value) => strings.has(value), bounds];
  }
  return [(value) => tests.some(([test]) => test(value)), bounds];
}

function comparison(operator: string, operand: Value): [Test, Bounds] {
  const isGreater = operator.startsWith('$gt');
  const includesEqual = operator.endsWith('e');
  if (operand === null)
    return includesEqual ? equality(null) : [() => false, { kind: 'points', values: [] }];
  const type = rankOf(operand);
  const test: Test =
    stringTest(operator, operand) ??
    ((value) => {
      if (value === undefined || rankOf(value) !== type) return false;
      const compared = compareValues(value, operand);
      if (compared === 0) return includesEqual;
      // NaN equals only itself and is neither less nor greater than any number.
      if (type === rank.number && (Number.isNaN(value) || Number.isNaN(operand))) return false;
      return isGreater ? compared > 0 : compared < 0;
    });
  // No index can serve these bounds: an array also matches arrays inside arrays, and NaN equals only itself.
  if (type === rank.array || Number.isNaN(operand)) return [test, none];
  const smallest: Value = NaN;
  return [
    test,
    isGreater
      ? {
          kind: 'range',
          low: { value: operand, side: includesEqual ? -1 : 1 },
          high: { rank: type, side: 1 },
        }
      : {
          kind: 'range',
          low: type === rank.number ? { value: smallest, side: 1 } : { rank: type, side: -1 },
          high: { value: operand, side: includesEqual ? 1 : -1 },
        },
  ];
}

/** JavaScript's native comparison where it gives MongoDB's order for the operand; otherwise null. */
function stringTest(operator: string, operand: Value): Test | null {
  if (typeof operand !== 'string' || !isBelowSurrogates(operand)) return null;
  switch (operator) {
    case '$gt':
      return (value) => typeof value === 'string' && value > operand;
    case '$gte':
      return (value) => typeof value === 'string' && value >= operand;
    case '$lt':
      return (value) => typeof value === 'string' && value < operand;
    default:
      return (value) => typeof value === 'string' && value <= operand;
  }
}

function modulo(operand: Value): Test {
  if (!Array.isArray(operand) || operand.length !== 2)
    throw requestFailed('malformed mod, needs to be an array of two elements');
  const [divisor = 0, remainder = 0] = operand.map((number) => Math.trunc(toNumber(number)));
  if (divisor === 0) throw requestFailed('divisor cannot be 0');
  return (value) => {
    if (!isNumeric(value)) return false;
    const number = Math.trunc(toNumber(value));
    return Number.isFinite(number) && number % divisor === remainder;
  };
}

function pattern(operand: Value, options: Value | undefined): Test {
  const expression = toRegExp(operand, options);
  return (value) => {
    if (typeof value === 'string') return expression.test(value);
    return value instanceof BSONRegExp && operand instanceof BSONRegExp
      ? equalValues(value, operand)
      : false;
  };
}

type Compile = (operator: string, operand: Value, siblings?: Document) => FieldCondition;

function all(operands: Value[], compile: Compile): (document: Document) => boolean {
  if (operands.length === 0) return () => false;
  const conditions = operands.map((operand) =>
    isDocument(operand) && '$elemMatch' in operand
      ? compile('$elemMatch', operand['$elemMatch'] ?? null)
      : compile('$eq', operand),
  );
  return (document) => conditions.every((condition) => condition.test(document));
}

/** `{ $elemMatch: { $gt: 1 } }` tests any element, `{ $elemMatch: { a: 1 } }` only elements that are documents. */
function elementMatch(operand: Value, compileNested: CompileNested): Test {
  if (!isDocument(operand)) throw requestFailed('$elemMatch needs an Object');
  const isLogical = ['$and', '$or', '$nor'].some((operator) => operator in operand);
  if (isOperatorObject(operand) && !isLogical) {
    const test = compileNested({ element: operand });
    return (value) => Array.isArray(value) && value.some((element) => test({ element }));
  }
  const test = compileNested(operand);
  return (value) =>
    Array.isArray(value) && value.some((element) => isDocument(element) && test(element));
}

function negated(
  operand: Value,
  compile: Compile,
  field: (test: (document: Document) => boolean) => FieldCondition,
): FieldCondition {
  if (operand instanceof BSONRegExp) return compile('$regex', operand);
  if (!isOperatorObject(operand)) throw requestFailed('$not needs a regex or a document');
  const conditions = Object.entries(operand)
    .filter(([operator]) => operator !== '$options')
    .map(([operator, value]) => compile(operator, value, operand));
  return field((document) => conditions.every((condition) => condition.test(document)));
}

function list(operator: string, operand: Value): Value[] {
  if (!Array.isArray(operand)) throw requestFailed(`${operator} needs an array`);
  return operand;
}

function isTruthy(operand: Value): boolean {
  return operand !== null && operand !== false && !(isNumeric(operand) && toNumber(operand) === 0);
}
