import { requestFailed } from '../../../wire/errors';
import { compareValues } from '../../order';
import { isNumeric, toNumber } from '../../values';
import type { MaybeValue } from '../../values';
import { binary, operandsOf } from './arguments';
import type { CompileOperator, Expression, Operators } from './types';

export function isTrue(value: MaybeValue): boolean {
  if (typeof value === 'boolean') return value;
  if (value === undefined || value === null) return false;
  return !(isNumeric(value) && toNumber(value) === 0);
}

/** Unlike in a query, a missing value does not equal null here: it sorts before it. */
export function compareFound(a: MaybeValue, b: MaybeValue): number {
  if (a === undefined || b === undefined) return Number(b === undefined) - Number(a === undefined);
  return compareValues(a, b);
}

export const comparisons: Operators = [
  ['$cmp', binary('$cmp', (a, b) => Math.sign(compareFound(a, b)))],
  ['$eq', equality('$eq', true)],
  ['$ne', equality('$ne', false)],
  ['$gt', binary('$gt', (a, b) => compareFound(a, b) > 0)],
  ['$gte', binary('$gte', (a, b) => compareFound(a, b) >= 0)],
  ['$lt', binary('$lt', (a, b) => compareFound(a, b) < 0)],
  ['$lte', binary('$lte', (a, b) => compareFound(a, b) <= 0)],
  ['$in', membership],
];

function equality(name: string, isWanted: boolean): CompileOperator {
  return (operand, compiler) => {
    const [left, right] = operandsOf(name, operand, compiler, 2) as [Expression, Expression];
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

function membership(...[operand, compiler]: Parameters<CompileOperator>): Expression {
  const [wanted, list] = operandsOf('$in', operand, compiler, 2) as [Expression, Expression];
  if (Array.isArray(list.constant) && list.constant.every((item) => typeof item === 'string')) {
    const texts = new Set<MaybeValue>(list.constant);
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
