import { compareValues, isBelowSurrogates } from '../order';
import type { Document, MaybeValue, Value } from '../values';
import { isNumeric, makeDouble, makeLong, numberType, toInteger, toNumber } from '../values';
import { merge } from './expression/objects';
import { keyOf } from './group-key';
import { isTrue } from './expression/comparison';
import type { Expression } from './expression/types';

/**
 * Folds the documents of a group into a state, then shows the result. The functions are shared by all groups: a
 * pipeline has thousands of them, so each holds only its state.
 */
export type Accumulator<State = unknown> = {
  start: () => State;
  /** The state after one more document; it may be `state` itself, mutated. */
  fold: (state: State, document: Document) => State;
  show: (state: State) => Value;
};

export const accumulators = new Map<string, (expression: Expression) => Accumulator>([
  ['$sum', (expression) => hidden(sum(expression))],
  ['$avg', average],
  ['$min', (expression) => hidden(extreme(expression, -1))],
  ['$max', (expression) => hidden(extreme(expression, 1))],
  ['$first', first],
  ['$last', last],
  ['$push', push],
  ['$addToSet', addToSet],
  ['$stdDevPop', (expression) => deviation(expression, 0)],
  ['$stdDevSamp', (expression) => deviation(expression, 1)],
  ['$mergeObjects', mergeObjects],
]);

function average({ evaluate }: Expression): Accumulator {
  return hidden<{ sum: number; count: number }>({
    start: () => ({ sum: 0, count: 0 }),
    fold(state, document) {
      const value = evaluate(document);
      if (!isNumeric(value)) return state;
      state.sum += toNumber(value);
      state.count += 1;
      return state;
    },
    show: ({ sum, count }) => (count === 0 ? null : makeDouble(sum / count)),
  });
}

function first({ evaluate }: Expression): Accumulator {
  return hidden<MaybeValue>({
    start: () => undefined,
    fold: (found, document) => (found === undefined ? (evaluate(document) ?? null) : found),
    show: (found) => found ?? null,
  });
}

function last({ evaluate }: Expression): Accumulator {
  return hidden<MaybeValue>({
    start: () => undefined,
    fold: (_, document) => evaluate(document),
    show: (found) => found ?? null,
  });
}

function push({ evaluate }: Expression): Accumulator {
  return hidden<Value[]>({
    start: () => [],
    fold(values, document) {
      const value = evaluate(document);
      if (value !== undefined) values.push(value);
      return values;
    },
    show: (values) => values,
  });
}

function addToSet({ evaluate }: Expression): Accumulator {
  return hidden<Map<unknown, Value>>({
    start: () => new Map(),
    fold(values, document) {
      const value = evaluate(document);
      if (value === undefined) return values;
      // A string is its own key, and setting it again is cheaper than checking for it.
      const key = keyOf(value);
      if (typeof value === 'string' || !values.has(key)) values.set(key, value);
      return values;
    },
    show: (values) => [...values.values()],
  });
}

/**
 * The standard deviation of a population (`lostDegrees` 0) or a sample (`lostDegrees` 1); ignores everything but
 * numbers.
 */
function deviation({ evaluate }: Expression, lostDegrees: 0 | 1): Accumulator {
  return hidden<{ count: number; mean: number; squares: number }>({
    start: () => ({ count: 0, mean: 0, squares: 0 }),
    fold(state, document) {
      const value = evaluate(document);
      if (!isNumeric(value)) return state;
      const difference = toNumber(value) - state.mean;
      state.count += 1;
      state.mean += difference / state.count;
      state.squares += difference * (toNumber(value) - state.mean);
      return state;
    },
    show: ({ count, squares }) =>
      count <= lostDegrees ? null : makeDouble(Math.sqrt(squares / (count - lostDegrees))),
  });
}

function mergeObjects({ evaluate }: Expression): Accumulator {
  return hidden<Document>({
    start: () => ({}),
    fold: (merged, document) => merge(merged, evaluate(document)),
    show: (merged) => merged,
  });
}

/** Counts the documents for which the condition is true. */
export function count({ evaluate }: Expression): Accumulator {
  return hidden<number>({
    start: () => 0,
    fold: (passed, document) => (isTrue(evaluate(document)) ? passed + 1 : passed),
    show: (passed) => passed,
  });
}

/** Hides the type of the state: the group only stores and passes it. */
function hidden<State>(accumulator: Accumulator<State>): Accumulator {
  return accumulator as Accumulator;
}

/** A plain number while all values are ints and the sum is a safe integer, which is the usual case. */
type Sum = number | { whole: bigint; double: number; hasLong: boolean; hasDouble: boolean };

/** Sums the numbers and ignores everything else. The result has the widest type among them; longs keep every digit. */
function sum({ evaluate }: Expression): Accumulator<Sum> {
  return {
    start: () => 0,
    fold(state, document) {
      const value = evaluate(document);
      if (typeof value === 'number' && typeof state === 'number' && (value | 0) === value) {
        const added = state + value;
        if (Number.isSafeInteger(added)) return added;
      }
      return isNumeric(value) ? addTo(state, value) : state;
    },
    show(state) {
      if (typeof state === 'number') return state;
      const { whole, double, hasLong, hasDouble } = state;
      if (hasDouble) return makeDouble(Number(whole) + double);
      // A sum that included a long stays a long, even when it is small.
      return hasLong || !Number.isSafeInteger(Number(whole)) ? makeLong(whole) : Number(whole);
    },
  };
}

function addTo(state: Sum, value: Value): Sum {
  const grown =
    typeof state === 'number'
      ? { whole: BigInt(state), double: 0, hasLong: false, hasDouble: false }
      : state;
  const type = numberType(value);
  if (type === 'int' || type === 'long') {
    grown.whole += toInteger(value);
    grown.hasLong ||= type === 'long';
  } else {
    grown.double += toNumber(value);
    grown.hasDouble = true;
  }
  return grown;
}

type Extreme = { value: MaybeValue; isPlainText: boolean };

/** The smallest (-1) or greatest (1) value; null when there are only null and missing values. */
function extreme({ evaluate }: Expression, side: -1 | 1): Accumulator<Extreme> {
  return {
    start: () => ({ value: undefined, isPlainText: false }),
    fold(found, document) {
      const value = evaluate(document);
      if (value === undefined || value === null) return found;
      if (!isBeyond(value, found, side)) return found;
      found.value = value;
      found.isPlainText = typeof value === 'string' && isBelowSurrogates(value);
      return found;
    },
    show: ({ value }) => value ?? null,
  };
}

function isBeyond(value: Value, found: Extreme, side: -1 | 1): boolean {
  if (found.value === undefined) return true;
  if (found.isPlainText && typeof value === 'string') {
    // For such a string JavaScript's own comparison gives MongoDB's order, and is far faster.
    return side < 0 ? value < (found.value as string) : value > (found.value as string);
  }
  return compareValues(value, found.value) * side > 0;
}
