import { requestFailed } from '../../../wire/errors';
import { isNumeric, toNumber } from '../../values';
import type { MaybeValue, Value } from '../../values';
import { createVariable, isMissing, optional, parametersOf } from './arguments';
import { arrayOf } from './arrays';
import { isTrue } from './comparison';
import { checkName } from './logic';
import type { Compiler, Expression, Operators } from './types';

/** Operators that evaluate an expression for each element of an array. */
export const iteration: Operators = [
  ['$filter', filter],
  ['$map', map],
  ['$reduce', reduce],
];

function filter(operand: Value, compiler: Compiler): Expression {
  const parameters = parametersOf('$filter', operand, ['input', 'cond'], ['as', 'limit']);
  const input = compiler.compile(parameters.input);
  const element = createVariable();
  const test = compiler.with([[nameOf(parameters.as), element]]).compile(parameters.cond);
  const limit = optional(compiler, parameters.limit);
  return {
    evaluate(document) {
      const list = input.evaluate(document);
      if (isMissing(list)) return null;
      const max = maxElements(limit?.evaluate(document));
      const kept: Value[] = [];
      for (const value of arrayOf('$filter', list)) {
        element.value = value;
        if (isTrue(test.evaluate(document))) kept.push(value);
        if (kept.length >= max) break;
      }
      return kept;
    },
  };
}

function maxElements(limit: MaybeValue): number {
  if (isMissing(limit)) return Infinity;
  const max = isNumeric(limit) ? toNumber(limit) : NaN;
  if (Number.isInteger(max) && max > 0) return max;
  throw requestFailed("$filter: 'limit' must be greater than 0");
}

function map(operand: Value, compiler: Compiler): Expression {
  const parameters = parametersOf('$map', operand, ['input', 'in'], ['as']);
  const input = compiler.compile(parameters.input);
  const element = createVariable();
  const inner = compiler.with([[nameOf(parameters.as), element]]).compile(parameters.in);
  return {
    evaluate(document) {
      const list = input.evaluate(document);
      if (isMissing(list)) return null;
      return arrayOf('$map', list).map((value) => {
        element.value = value;
        return inner.evaluate(document) ?? null;
      });
    },
  };
}

function nameOf(as: Value | undefined): string {
  if (as === undefined) return 'this';
  if (typeof as !== 'string') throw requestFailed("'as' must be a string");
  return checkName(as);
}

function reduce(operand: Value, compiler: Compiler): Expression {
  const parameters = parametersOf('$reduce', operand, ['input', 'initialValue', 'in']);
  const input = compiler.compile(parameters.input);
  const start = compiler.compile(parameters.initialValue);
  const [element, accumulated] = [createVariable(), createVariable()];
  const step = compiler
    .with([
      ['this', element],
      ['value', accumulated],
    ])
    .compile(parameters.in);
  return {
    evaluate(document) {
      const list = input.evaluate(document);
      if (isMissing(list)) return null;
      let value = start.evaluate(document);
      for (const each of arrayOf('$reduce', list)) {
        element.value = each;
        accumulated.value = value;
        value = step.evaluate(document);
      }
      return value;
    },
  };
}
