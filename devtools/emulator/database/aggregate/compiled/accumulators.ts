import { compareValues, isBelowSurrogates } from '../../order';
import type { Document, Found, Value } from '../../values';
import { isNumeric, makeDouble, makeLong, numberType, toInteger, toNumber } from '../../values';
import { keyOf } from './group-key';
import { isTrue } from './operators';
import type { Expression } from './operators';

/**
 * Folds the documents of a group into a state, and shows it. A pipeline has thousands of groups: what each of them
 * needs is its state alone, no functions of its own.
 */
export type Accumulator<State = unknown> = {
  start: () => State;
  /** The state with one more document, which may be the same one changed. */
  fold: (state: State, document: Document) => State;
  show: (state: State) => Value;
};

export const accumulators: Record<string, (expression: Expression) => Accumulator> = {
  $sum: (expression) => hidden(sum(expression)),
  $avg: ({ evaluate }) =>
    hidden<{ sum: number; count: number }>({
      start: () => ({ sum: 0, count: 0 }),
      fold(state, document) {
        const value = evaluate(document);
        if (!isNumeric(value)) return state;
        state.sum += toNumber(value);
        state.count += 1;
        return state;
      },
      show: ({ sum, count }) => (count === 0 ? null : makeDouble(sum / count)),
    }),
  $min: (expression) => hidden(extreme(expression, -1)),
  $max: (expression) => hidden(extreme(expression, 1)),
  $first: ({ evaluate }) =>
    hidden<Found>({
      start: () => undefined,
      fold: (first, document) => (first === undefined ? (evaluate(document) ?? null) : first),
      show: (first) => first ?? null,
    }),
  $last: ({ evaluate }) =>
    hidden<Found>({
      start: () => undefined,
      fold: (_, document) => evaluate(document),
      show: (last) => last ?? null,
    }),
  $push: ({ evaluate }) =>
    hidden<Value[]>({
      start: () => [],
      fold(values, document) {
        const value = evaluate(document);
        if (value !== undefined) values.push(value);
        return values;
      },
      show: (values) => values,
    }),
  $addToSet: ({ evaluate }) =>
    hidden<Map<unknown, Value>>({
      start: () => new Map(),
      fold(values, document) {
        const value = evaluate(document);
        if (value === undefined) return values;
        // A text is its own key, and may as well be set again.
        const key = keyOf(value);
        if (typeof value === 'string' || !values.has(key)) values.set(key, value);
        return values;
      },
      show: (values) => [...values.values()],
    }),
};

/** How many documents pass. */
export function count({ evaluate }: Expression): Accumulator {
  return hidden<number>({
    start: () => 0,
    fold: (passed, document) => (isTrue(evaluate(document)) ? passed + 1 : passed),
    show: (passed) => passed,
  });
}

/** The group keeps the state and gives it back, and never looks at it. */
function hidden<State>(accumulator: Accumulator<State>): Accumulator {
  return accumulator as Accumulator;
}

/** A number while all there are is ints whose sum is safe; most sums never become anything else. */
type Sum = number | { whole: bigint; double: number; hasLong: boolean; hasDouble: boolean };

/** Adds numbers and passes over everything else. The sum is of the widest type among them; longs keep every digit. */
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
      // Small numbers that were longs stay longs.
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

type Extreme = { value: Found; isPlainText: boolean };

/** The least (-1) or greatest (1) value. Null and missing count only when there is nothing else. */
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
    // Beside such a text the engine's own comparison, which is far faster, is right.
    return side < 0 ? value < (found.value as string) : value > (found.value as string);
  }
  return compareValues(value, found.value) * side > 0;
}
