import { requestFailed } from '../../../wire/errors';
import { compareValues } from '../../order';
import type { MaybeValue, Value } from '../../values';
import { keyOf } from '../group-key';
import { isMissing, unary, variadic } from './arguments';
import { arrayOf, foundType } from './arrays';
import { isTrue } from './comparison';
import type { CompileOperator, Operators } from './types';

/** Arrays as sets: order and repetition do not matter. Unions and intersections are returned sorted, as in MongoDB. */
export const sets: Operators = [
  ['$allElementsTrue', elements('$allElementsTrue', (values) => values.every(isTrue))],
  ['$anyElementTrue', elements('$anyElementTrue', (values) => values.some(isTrue))],
  [
    '$setDifference',
    variadic('$setDifference', 2, 2, ([left, right]) => {
      if (isMissing(left) || isMissing(right)) return null;
      const taken = toSet(arrayOf('$setDifference', right));
      const kept = toSet(arrayOf('$setDifference', left));
      return [...kept].filter(([key]) => !taken.has(key)).map(([, value]) => value);
    }),
  ],
  [
    '$setEquals',
    variadic('$setEquals', 2, Infinity, (values) => {
      const [first, ...others] = values.map((value) => toSet(arrayOf('$setEquals', value)));
      return others.every(
        (other) => other.size === first?.size && [...other.keys()].every((key) => first.has(key)),
      );
    }),
  ],
  [
    '$setIntersection',
    ofSets('$setIntersection', (first, others) =>
      others.reduce((kept, other) => new Map([...kept].filter(([key]) => other.has(key))), first),
    ),
  ],
  [
    '$setIsSubset',
    variadic('$setIsSubset', 2, 2, ([left, right]) => {
      const [inner, outer] = [left, right].map((value) => toSet(arrayOf('$setIsSubset', value)));
      return [...(inner?.keys() ?? [])].every((key) => outer?.has(key));
    }),
  ],
  [
    '$setUnion',
    ofSets('$setUnion', (first, others) =>
      others.reduce((union, other) => new Map([...other, ...union]), first),
    ),
  ],
];

type SetOfValues = Map<unknown, Value>;

function toSet(values: Value[]): SetOfValues {
  const set: SetOfValues = new Map();
  for (const value of values) {
    const key = keyOf(value);
    if (!set.has(key)) set.set(key, value);
  }
  return set;
}

function ofSets(
  name: string,
  combine: (first: SetOfValues, others: SetOfValues[]) => SetOfValues,
): CompileOperator {
  return variadic(name, 0, Infinity, (values) => {
    if (values.some(isMissing)) return null;
    const [first = new Map<unknown, Value>(), ...others] = values.map((value) =>
      toSet(arrayOf(name, value)),
    );
    return [...combine(first, others).values()].sort(compareValues);
  });
}

function elements(name: string, test: (values: Value[]) => boolean): CompileOperator {
  return unary(name, (value: MaybeValue) => {
    if (Array.isArray(value)) return test(value);
    throw requestFailed(`${name}'s argument must be an array, but is ${foundType(value)}`);
  });
}
