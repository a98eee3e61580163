import { Decimal128 } from 'bson';
import { requestFailed } from '../../../wire/errors';
import { compareValues } from '../../order';
import { isNumeric, toNumber } from '../../values';
import type { Document, Found, Value } from '../../values';
import { isDocument } from '../../values';

/** An aggregation expression as a function of the document; it shares what it answers with the document. */
export type Expression = {
  evaluate: (document: Document) => Found;
  /** The value, where it is the same for every document. */
  constant?: Value;
};

type CompileOperand = (operand: Value) => Expression | null;
type CompileOperator = (operand: Value, compile: CompileOperand) => Expression | null;

/** Each compiles its operand; null when the operand is of a form that is not here. */
export const operators: Record<string, CompileOperator> = {
  $eq: equality(true),
  $ne: equality(false),
  $gt: comparison((order) => order > 0),
  $gte: comparison((order) => order >= 0),
  $lt: comparison((order) => order < 0),
  $lte: comparison((order) => order <= 0),
  $and: logic((tests, document) => {
    for (const { evaluate } of tests) if (!isTrue(evaluate(document))) return false;
    return true;
  }),
  $or: logic((tests, document) => {
    for (const { evaluate } of tests) if (isTrue(evaluate(document))) return true;
    return false;
  }),
  $not: ofOne((value) => !isTrue(value)),
  $size: ofOne((value) => {
    if (Array.isArray(value)) return value.length;
    throw requestFailed('The argument to $size must be an array');
  }),
  $trunc: ofOne((value) => {
    if (value === undefined || value === null) return null;
    if (!isNumeric(value)) throw requestFailed('$trunc only supports numeric types');
    // Boxed longs and doubles are whole.
    return typeof value === 'object' && !(value instanceof Decimal128)
      ? value
      : Math.trunc(toNumber(value));
  }),
  $split: (operand, compile) =>
    ofMany(operand, 2, compile, ([text, mark], document) => {
      const whole = text?.evaluate(document) ?? null;
      if (whole === null) return null;
      const between = mark?.evaluate(document);
      if (typeof whole !== 'string' || typeof between !== 'string' || between === '')
        throw requestFailed('$split needs a text and a separator');
      return whole.split(between);
    }),
  $arrayElemAt: (operand, compile) =>
    ofMany(operand, 2, compile, ([list, position], document) => {
      const values = list?.evaluate(document) ?? null;
      if (values === null) return null;
      const index = toNumber(position?.evaluate(document));
      if (!Array.isArray(values) || !Number.isInteger(index))
        throw requestFailed('$arrayElemAt needs an array and a whole number');
      return values.at(index);
    }),
  $cond: condition,
  $ifNull: (operand, compile) =>
    ofMany(operand, 2, compile, (expressions, document) => {
      let value: Found;
      for (const { evaluate } of expressions) {
        value = evaluate(document);
        if (value !== undefined && value !== null) return value;
      }
      return value;
    }),
  $in: membership,
  $concat: (operand, compile) =>
    ofMany(operand, 1, compile, (expressions, document) => {
      let text: string | null = '';
      for (const { evaluate } of expressions) {
        const part = evaluate(document) ?? null;
        if (part !== null && typeof part !== 'string')
          throw requestFailed('$concat only supports strings');
        text = text === null || part === null ? null : text + part;
      }
      return text;
    }),
};

export function isTrue(value: Found): boolean {
  if (typeof value === 'boolean') return value;
  if (value === undefined || value === null) return false;
  return !(isNumeric(value) && toNumber(value) === 0);
}

/** Other than in a query, a missing value is not null here: it comes before. */
export function compareFound(a: Found, b: Found): number {
  if (a === undefined || b === undefined) return Number(b === undefined) - Number(a === undefined);
  return compareValues(a, b);
}

export function compileAll(sources: Value[], compile: CompileOperand): Expression[] | null {
  const expressions = sources.map(compile);
  return expressions.every((expression) => expression !== null) ? expressions : null;
}

function ofMany(
  operand: Value,
  least: number,
  compile: CompileOperand,
  evaluate: (expressions: Expression[], document: Document) => Found,
): Expression | null {
  if (!Array.isArray(operand) || operand.length < least) return null;
  const expressions = compileAll(operand, compile);
  if (expressions === null) return null;
  return { evaluate: (document) => evaluate(expressions, document) };
}

/** The operand may stand in a list of one. */
function ofOne(evaluate: (value: Found) => Found): CompileOperator {
  return (operand, compile) => {
    const sources = Array.isArray(operand) ? operand : [operand];
    const [expression, ...others] = compileAll(sources, compile) ?? [];
    if (expression === undefined || others.length > 0) return null;
    return { evaluate: (document) => evaluate(expression.evaluate(document)) };
  };
}

function twoOf(operand: Value, compile: CompileOperand): [Expression, Expression] | null {
  if (!Array.isArray(operand) || operand.length !== 2) return null;
  const [left, right] = compileAll(operand, compile) ?? [];
  return left === undefined || right === undefined ? null : [left, right];
}

function comparison(holds: (order: number) => boolean): CompileOperator {
  return (operand, compile) => {
    const pair = twoOf(operand, compile);
    if (pair === null) return null;
    const [left, right] = pair;
    return {
      evaluate: (document) =>
        holds(compareFound(left.evaluate(document), right.evaluate(document))),
    };
  };
}

function equality(isWanted: boolean): CompileOperator {
  return (operand, compile) => {
    const pair = twoOf(operand, compile);
    if (pair === null) return null;
    const [left, right] = pair;
    const { constant } = right;
    if (typeof constant === 'string')
      return { evaluate: (document) => (left.evaluate(document) === constant) === isWanted };
    return {
      evaluate(document) {
        const [a, b] = [left.evaluate(document), right.evaluate(document)];
        const areEqual = typeof a === 'string' ? a === b : compareFound(a, b) === 0;
        return areEqual === isWanted;
      },
    };
  };
}

function logic(
  evaluate: (expressions: Expression[], document: Document) => boolean,
): CompileOperator {
  return (operand, compile) => ofMany(operand, 0, compile, evaluate);
}

/** `[if, then, else]` or `{ if, then, else }`. */
function condition(operand: Value, compile: CompileOperand): Expression | null {
  const parts = isDocument(operand) ? partsOf(operand) : operand;
  if (!Array.isArray(parts) || parts.length !== 3) return null;
  const [test, yes, no] = compileAll(parts, compile) ?? [];
  if (test === undefined || yes === undefined || no === undefined) return null;
  return {
    evaluate: (document) => (isTrue(test.evaluate(document)) ? yes : no).evaluate(document),
  };
}

function partsOf({ if: test, then: yes, else: no, ...others }: Document): Value[] {
  const parts = [test, yes, no].filter((part) => part !== undefined);
  return Object.keys(others).length > 0 ? [] : parts;
}

function membership(operand: Value, compile: CompileOperand): Expression | null {
  const pair = twoOf(operand, compile);
  if (pair === null) return null;
  const [wanted, list] = pair;
  if (Array.isArray(list.constant) && list.constant.every((item) => typeof item === 'string')) {
    const texts = new Set<Found>(list.constant);
    return { evaluate: (document) => texts.has(wanted.evaluate(document)) };
  }
  return {
    evaluate(document) {
      const values = list.evaluate(document);
      if (!Array.isArray(values)) throw requestFailed('$in requires an array as a second argument');
      const value = wanted.evaluate(document);
      return values.some((item) => compareFound(item, value) === 0);
    },
  };
}
