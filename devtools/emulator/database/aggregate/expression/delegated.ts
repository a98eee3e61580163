import { BSONRegExp, Decimal128, Double } from 'bson';
import { Aggregator } from 'mingo/aggregator';
import { Context, evalExpr } from 'mingo/core';
import * as expressions from 'mingo/operators/expression';
import type { Options } from 'mingo/types';
import { requestFailed, WireError } from '../../../wire/errors';
import { toRegExp } from '../../query/regular-expression';
import { isDocument, isLong, setField, importValue, toNumber } from '../../values';
import type { Document, Value } from '../../values';
import type { CompileOperator, Compiler, Expression } from './types';

/**
 * Rare operators, which the SDK has no name for: operands are evaluated here, the operator itself by mingo. Each has a
 * test, as mingo gets some other operators wrong, such as `$dateAdd` on the last day of a month.
 */
const names = [
  ...['$toString', '$toInt', '$toLong', '$toDouble', '$toDate', '$toBool', '$type', '$isNumber'],
  ...['$trim', '$ltrim', '$rtrim', '$replaceOne', '$replaceAll', '$regexMatch', '$sortArray'],
];

export const delegated = new Map<string, CompileOperator>(
  names.map((name) => [name, (operand, compiler) => delegate(name, operand, compiler)]),
);

function delegate(name: string, operand: Value, compiler: Compiler): Expression {
  const literals = literalsOf(operand, compiler);
  const options = mingoOptions();
  return {
    evaluate: (document) =>
      guarded(() => importValue(evalExpr({}, { [name]: literals(document) }, options))),
  };
}

/** The operands for mingo: evaluated, and wrapped as literals. */
function literalsOf(operand: Value, { compile }: Compiler): (document: Document) => unknown {
  const literal = (source: Value) => {
    const { evaluate } = compile(source);
    return (document: Document) => {
      const value = evaluate(document);
      return { $literal: value === undefined ? undefined : plainValue(value) };
    };
  };
  if (Array.isArray(operand)) {
    const items = operand.map(literal);
    return (document) => items.map((item) => item(document));
  }
  const isNamed = isDocument(operand) && !Object.keys(operand)[0]?.startsWith('$');
  if (!isNamed) return literal(operand);
  const parameters = Object.entries(operand).map(
    ([name, source]) => [name, literal(source)] as const,
  );
  return (document) =>
    Object.fromEntries(parameters.map(([name, parameter]) => [name, parameter(document)]));
}

let options: Options | null = null;

/** mingo merges its operator tables for every options object that it did not create, so let it create one. */
function mingoOptions(): Options {
  if (options !== null) return options;
  const made: Options[] = [];
  const context = Context.init({
    expression: expressions,
    pipeline: {
      $capture: (...received) => {
        made.push(received[2]);
        return received[0];
      },
    },
  });
  new Aggregator([{ $capture: {} }], { context, scriptEnabled: false }).run([]);
  const [prepared] = made;
  if (prepared === undefined) throw new Error('mingo did not run the capturing stage');
  options = prepared;
  return prepared;
}

function guarded<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (error instanceof WireError) throw error;
    throw requestFailed(error instanceof Error ? error.message : String(error));
  }
}

/**
 * A copy without boxed values, which mingo cannot handle: a whole double loses its type; a long beyond 2^53 stays
 * boxed.
 */
export function plainValue(value: Value): Value {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(plainValue);
  if (isDocument(value)) return plainDocument(value);
  if (isLong(value)) {
    const plain = value.toNumber();
    return Number.isSafeInteger(plain) ? plain : value;
  }
  if (value instanceof Double || value instanceof Decimal128) return toNumber(value);
  return value instanceof BSONRegExp ? (toRegExp(value, undefined) as unknown as Value) : value;
}

export function plainDocument(document: Document): Document {
  const plain: Document = {};
  for (const key in document) setField(plain, key, plainValue(document[key] ?? null));
  return plain;
}
