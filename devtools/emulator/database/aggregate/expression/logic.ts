import { requestFailed } from '../../../wire/errors';
import { isDocument } from '../../values';
import type { Document, Value } from '../../values';
import { isMissing, operandsOf, parametersOf, unary } from './arguments';
import { isTrue } from './comparison';
import type { Compiler, Expression, Operators } from './types';

export const logic: Operators = [
  [
    '$and',
    (operand, compiler) => {
      const tests = operandsOf('$and', operand, compiler, 0, Infinity);
      return {
        evaluate(document) {
          for (const { evaluate } of tests) if (!isTrue(evaluate(document))) return false;
          return true;
        },
      };
    },
  ],
  [
    '$or',
    (operand, compiler) => {
      const tests = operandsOf('$or', operand, compiler, 0, Infinity);
      return {
        evaluate(document) {
          for (const { evaluate } of tests) if (isTrue(evaluate(document))) return true;
          return false;
        },
      };
    },
  ],
  ['$not', unary('$not', (value) => !isTrue(value))],
  ['$cond', condition],
  [
    '$ifNull',
    (operand, compiler) => {
      const expressions = operandsOf('$ifNull', operand, compiler, 2, Infinity);
      return {
        evaluate(document) {
          let value;
          for (const { evaluate } of expressions) {
            value = evaluate(document);
            if (!isMissing(value)) return value;
          }
          return value;
        },
      };
    },
  ],
  ['$switch', choice],
  [
    '$let',
    (operand, compiler) => {
      const { vars, in: inner } = parametersOf('$let', operand, ['vars', 'in']);
      if (!isDocument(vars)) throw requestFailed("$let only supports an object as 'vars'");
      return compiler.with(variablesOf(vars, compiler)).compile(inner);
    },
  ],
];

/** `[if, then, else]` or `{ if, then, else }`. */
function condition(operand: Value, compiler: Compiler): Expression {
  const [test, yes, no] = conditionParts(operand, compiler) as [Expression, Expression, Expression];
  return {
    evaluate: (document) => (isTrue(test.evaluate(document)) ? yes : no).evaluate(document),
  };
}

function conditionParts(operand: Value, compiler: Compiler): Expression[] {
  if (!isDocument(operand)) return operandsOf('$cond', operand, compiler, 3);
  const parts = parametersOf('$cond', operand, ['if', 'then', 'else']);
  return [parts.if, parts.then, parts.else].map(compiler.compile);
}

function choice(operand: Value, { compile }: Compiler): Expression {
  const { branches, default: rest } = parametersOf('$switch', operand, ['branches'], ['default']);
  if (!Array.isArray(branches) || branches.length === 0)
    throw requestFailed('$switch requires at least one branch.');
  const compiled = branches.map((branch) => {
    const { case: test, then } = parametersOf('$switch', branch, ['case', 'then']);
    return { test: compile(test), then: compile(then) };
  });
  const otherwise = rest === undefined ? null : compile(rest);
  return {
    evaluate(document) {
      for (const { test, then } of compiled)
        if (isTrue(test.evaluate(document))) return then.evaluate(document);
      if (otherwise !== null) return otherwise.evaluate(document);
      throw requestFailed(
        '$switch could not find a matching branch for an input, and no default was specified.',
      );
    },
  };
}

function variablesOf(vars: Document, { compile }: Compiler): [string, Expression][] {
  return Object.entries(vars).map(([name, source]) => [checkName(name), compile(source)]);
}

/** Names that begin with a capital letter are reserved for the server. */
export function checkName(name: string): string {
  if (!/^[a-z\u0080-\uffff][\w\u0080-\uffff]*$/.test(name) && name !== 'CURRENT')
    throw requestFailed(`'${name}' starts with an invalid character for a user variable name`);
  return name;
}
