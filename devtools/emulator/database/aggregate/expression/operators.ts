import { accumulators } from '../accumulators';
import { createVariable } from './arguments';
import { arithmetic } from './arithmetic';
import { arrayOf, arrays } from './arrays';
import { comparisons } from './comparison';
import { dates } from './dates/operators';
import { iteration } from './iteration';
import { logic } from './logic';
import { objects } from './objects';
import { sets } from './sets';
import { strings } from './strings';
import { isMissing, unary } from './arguments';
import type { CompileOperator, Operators } from './types';

/** Accumulators that also fold a list of values within one document: `{ $sum: ['$a', '$b'] }`. */
const folding = ['$sum', '$avg', '$min', '$max', '$stdDevPop', '$stdDevSamp'];

export const operators = new Map<string, CompileOperator>([
  ...comparisons,
  ...logic,
  ...arithmetic,
  ...arrays,
  ...iteration,
  ...objects,
  ...sets,
  ...strings,
  ...dates,
  ...folding.map((name): Operators[number] => [name, fold(name)]),
  ['$first', unary('$first', (list) => (isMissing(list) ? null : arrayOf('$first', list)[0]))],
  ['$last', unary('$last', (list) => (isMissing(list) ? null : arrayOf('$last', list).at(-1)))],
]);

/** Names that are not expressions here, with the message that refuses them. */
export const refused = new Map(
  [
    ...['$push', '$addToSet'].map((name) => [name, 'it is an accumulator of $group'] as const),
    ['$meta', 'there are no text indexes, as in the cloud'] as const,
  ].map(([name, reason]) => [name, `Unrecognized expression '${name}': ${reason}`] as const),
);

/** Folds the elements of one array, or the values of several operands. */
function fold(name: string): CompileOperator {
  return (operand, { compile }) => {
    const operands = (Array.isArray(operand) ? operand : [operand]).map(compile);
    const element = createVariable();
    const accumulator = accumulators.get(name)?.(element);
    if (accumulator === undefined) throw new Error(`there is no accumulator ${name}`);
    return {
      evaluate(document) {
        const values = operands.map(({ evaluate }) => evaluate(document));
        const [only] = values;
        const list = values.length === 1 && Array.isArray(only) ? only : values;
        let state = accumulator.start();
        for (const value of list) {
          element.value = value;
          state = accumulator.fold(state, document);
        }
        return accumulator.show(state);
      },
    };
  };
}
