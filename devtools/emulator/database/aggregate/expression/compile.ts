import { requestFailed } from '../../../wire/errors';
import { fieldOf, isDocument, setField } from '../../values';
import type { Document, MaybeValue, Value } from '../../values';
import { delegated } from './delegated';
import { operators, refused } from './operators';
import type { Compiler, Expression, Variables } from './types';

/**
 * Compiles aggregation expressions. Evaluate all expressions of one compiler for a document before the next document: a
 * field that several of them use is read only once.
 */
export function createCompiler(variables: Variables = new Map()): Compiler {
  const known = new Map<string, Expression>(builtIn);
  for (const [name, value] of variables) known.set(name, { evaluate: () => value });
  return compilerWith(known, new Map());
}

const root: Expression = { evaluate: (document) => document };
const builtIn: [string, Expression][] = [
  ['ROOT', root],
  ['CURRENT', root],
  ['REMOVE', { evaluate: () => undefined }],
];

function compilerWith(
  variables: ReadonlyMap<string, Expression>,
  fields: Map<string, Expression>,
): Compiler {
  const compiler: Compiler = {
    compile(source) {
      if (typeof source === 'string') return pathOrText(source);
      if (Array.isArray(source)) return list(source, compiler);
      if (!isDocument(source)) return always(source);
      const [[key, operand] = ['', null], ...others] = Object.entries(source);
      if (!key.startsWith('$')) return document(source, compiler);
      if (others.length > 0)
        throw requestFailed(
          `an expression specification must contain exactly one field, the name of the expression. Found ${others.length + 1} fields`,
        );
      return operation(key, operand, compiler);
    },
    with: (added) => compilerWith(new Map([...variables, ...added]), fields),
  };

  function pathOrText(source: string): Expression {
    if (!source.startsWith('$')) return always(source);
    if (source.startsWith('$$')) return variable(source.slice(2).split('.'));
    let field = fields.get(source);
    if (field === undefined) {
      field = remembering(fieldAt(checkSteps(source.slice(1).split('.'))));
      fields.set(source, field);
    }
    return field;
  }

  function variable([name = '', ...steps]: string[]): Expression {
    const value = variables.get(name);
    if (value === undefined) throw requestFailed(`Use of undefined variable: ${name}`);
    if (steps.length === 0) return value;
    checkSteps(steps);
    return { evaluate: (document) => valueAt(value.evaluate(document), steps, 0) };
  }

  return compiler;
}

function operation(name: string, operand: Value, compiler: Compiler): Expression {
  if (name === '$literal') return always(operand);
  const compile = operators.get(name) ?? delegated.get(name);
  if (compile !== undefined) return compile(operand, compiler);
  throw requestFailed(refused.get(name) ?? `Unrecognized expression '${name}'`);
}

export function always(constant: Value): Expression {
  return { evaluate: () => constant, constant };
}

function checkSteps(steps: string[]): string[] {
  if (steps.includes('')) throw requestFailed('FieldPath field names may not be empty strings.');
  if (steps.some((step) => step.startsWith('$')))
    throw requestFailed("FieldPath field names may not start with '$'.");
  return steps;
}

function fieldAt(steps: string[]): Expression['evaluate'] {
  const [first = ''] = steps;
  return steps.length === 1
    ? (document) => fieldOf(document, first)
    : (document) => valueAt(document, steps, 0);
}

function remembering(evaluate: Expression['evaluate']): Expression {
  let last: Document | null = null;
  let value: MaybeValue;
  return {
    evaluate(document) {
      if (document !== last) {
        value = evaluate(document);
        last = document;
      }
      return value;
    },
  };
}

/** Follows a path through documents, and through every document of an array on the way. */
function valueAt(value: MaybeValue, steps: string[], from: number): MaybeValue {
  const step = steps[from];
  if (step === undefined) return value;
  if (isDocument(value)) return valueAt(fieldOf(value, step), steps, from + 1);
  if (!Array.isArray(value)) return undefined;
  const values: Value[] = [];
  for (const element of value) {
    const found = valueAt(element, steps, from);
    if (found !== undefined) values.push(found);
  }
  return values;
}

function list(sources: Value[], { compile }: Compiler): Expression {
  const items = sources.map(compile);
  const constants = items.flatMap(({ constant }) => (constant === undefined ? [] : [constant]));
  if (constants.length === items.length) return always(constants);
  return { evaluate: (document) => items.map(({ evaluate }) => evaluate(document) ?? null) };
}

/** Computes a document such as `{ user: '$userId', status: '$status' }`; missing values are left out. */
function document(source: Document, { compile }: Compiler): Expression {
  const fields = Object.entries(source).map(([field, value]) => {
    if (field.includes('.')) throw requestFailed("FieldPath field names may not contain '.'.");
    return [field, compile(value)] as const;
  });
  // Assigned here instead of in setField: V8 optimises each assignment site for its own shapes.
  const set = fields.some(([field]) => field === '__proto__') ? setField : null;
  return {
    evaluate(document) {
      const made: Document = {};
      for (const [field, { evaluate }] of fields) {
        const value = evaluate(document);
        if (value === undefined) continue;
        if (set === null) made[field] = value;
        else set(made, field, value);
      }
      return made;
    },
  };
}
