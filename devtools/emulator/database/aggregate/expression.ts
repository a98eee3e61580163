import { Decimal128, BSONRegExp, Double } from 'bson';
import { Aggregator } from 'mingo/aggregator';
import { Context, evalExpr } from 'mingo/core';
import * as accumulator from 'mingo/operators/accumulator';
import * as expression from 'mingo/operators/expression';
import * as pipeline from 'mingo/operators/pipeline';
import * as projection from 'mingo/operators/projection';
import * as query from 'mingo/operators/query';
import * as window from 'mingo/operators/window';
import type { Options } from 'mingo/types';
import { requestFailed, WireError } from '../../wire/errors';
import { toRegExp } from '../query/regular-expression';
import type { Document, Value } from '../values';
import { isDocument, isLong, takeIn, toNumber } from '../values';

const context = Context.init({ accumulator, expression, pipeline, projection, query, window });

/** The names a `$lookup` with `let` defines for its pipeline. */
export type Variables = Record<string, unknown>;

/** Runs stages in mingo. Its input must be plain (see `plainDocument`): it may mutate what it is given. */
export function runStages(
  documents: Document[],
  stages: Document[],
  variables: Variables,
): Document[] {
  return guarded(() => {
    const options = { context, scriptEnabled: false, variables };
    const results = new Aggregator(stages, options).run(documents);
    return results.map((result) => takeIn(result) as Document);
  });
}

/** An aggregation expression as a function of the document. */
export function expressionOf(
  source: Value,
  variables: Variables = {},
): (document: Document) => Value | undefined {
  const plain = plainValue(source);
  const options = preparedOptions(variables);
  return (document) => guarded(() => takeIn(evalExpr(plainDocument(document), plain, options)));
}

/** mingo merges its operator tables for every options object it has not made itself, so let it make one. */
function preparedOptions(variables: Variables): Options {
  const made: Options[] = [];
  const capturing = Context.init({
    pipeline: {
      $capture: (...received) => {
        made.push(received[2]);
        return received[0];
      },
    },
  });
  const options = { context: Context.from(context, capturing), scriptEnabled: false, variables };
  new Aggregator([{ $capture: {} }], options).run([]);
  const [prepared] = made;
  if (prepared === undefined) throw new Error('mingo did not run the capturing stage');
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
 * A copy without boxed values, as mingo needs it: the mark of a whole double is lost. Longs beyond 2^53 stay boxed; mingo
 * passes them on with every digit, and refuses to calculate with them.
 */
export function plainDocument(document: Document): Document {
  const plain: Document = {};
  for (const key in document) plain[key] = plainValue(document[key] ?? null);
  return plain;
}

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
