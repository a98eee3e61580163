import { requestFailed } from '../../../wire/errors';
import { isDocument } from '../../values';
import type { MaybeValue, Value } from '../../values';
import type { CompileOperator, Compiler, Expression } from './types';

export function isMissing(value: MaybeValue): value is null | undefined {
  return value === undefined || value === null;
}

/** The operands of an operator that takes `min` to `max` of them; a single operand may be written without a list. */
export function operandsOf(
  name: string,
  operand: Value,
  { compile }: Compiler,
  min: number,
  max = min,
): Expression[] {
  const sources = Array.isArray(operand) ? operand : [operand];
  if (sources.length >= min && sources.length <= max) return sources.map(compile);
  const wanted =
    min === max
      ? `exactly ${min} arguments`
      : max === Infinity
        ? `at least ${min} arguments`
        : `at least ${min} arguments, and at most ${max}`;
  throw requestFailed(`Expression ${name} takes ${wanted}. ${sources.length} were passed in.`);
}

/** An operator of one operand. */
export function unary(name: string, evaluate: (value: MaybeValue) => MaybeValue): CompileOperator {
  return (operand, compiler) => {
    const [expression] = operandsOf(name, operand, compiler, 1) as [Expression];
    return { evaluate: (document) => evaluate(expression.evaluate(document)) };
  };
}

/** An operator of two operands. */
export function binary(
  name: string,
  evaluate: (left: MaybeValue, right: MaybeValue) => MaybeValue,
): CompileOperator {
  return (operand, compiler) => {
    const [left, right] = operandsOf(name, operand, compiler, 2) as [Expression, Expression];
    return { evaluate: (document) => evaluate(left.evaluate(document), right.evaluate(document)) };
  };
}

/** An operator of `min` to `max` operands, all evaluated first. */
export function variadic(
  name: string,
  min: number,
  max: number,
  evaluate: (values: MaybeValue[]) => MaybeValue,
): CompileOperator {
  return (operand, compiler) => {
    const expressions = operandsOf(name, operand, compiler, min, max);
    return { evaluate: (document) => evaluate(expressions.map((each) => each.evaluate(document))) };
  };
}

/** The parameters of an operator that takes a document, checked by name. */
export function parametersOf<Required extends string, Optional extends string = never>(
  name: string,
  operand: Value,
  required: readonly Required[],
  optional: readonly Optional[] = [],
): Record<Required, Value> & Partial<Record<Optional, Value>> {
  if (!isDocument(operand)) throw requestFailed(`${name} only supports an object as its argument`);
  const known = new Set<string>([...required, ...optional]);
  const unknown = Object.keys(operand).find((parameter) => !known.has(parameter));
  if (unknown !== undefined) throw requestFailed(`Unrecognized argument to ${name}: ${unknown}`);
  const absent = required.find((parameter) => !Object.hasOwn(operand, parameter));
  if (absent !== undefined) throw requestFailed(`Missing '${absent}' parameter to ${name}`);
  return operand as Record<Required, Value> & Partial<Record<Optional, Value>>;
}

/** An optional parameter; null when it is not given. */
export function optional({ compile }: Compiler, source: Value | undefined): Expression | null {
  return source === undefined ? null : compile(source);
}

/** A variable of an operator that iterates: it sets the value before each evaluation. */
export function createVariable(): Expression & { value: MaybeValue } {
  const variable = { value: undefined as MaybeValue, evaluate: () => variable.value };
  return variable;
}
