import { isDocument } from '../../values';
import type { Document, Found, Value } from '../../values';
import { compileAll, operators } from './operators';
import type { Expression } from './operators';

export type Compile = (source: Value) => Expression | null;

/**
 * Compiles the expressions that pipelines mostly consist of, which saves the copies that mingo needs. Null for all
 * others: variables, and operators whose rules are not here. The expressions of one compiler are to be evaluated
 * document by document: a field that several of them look at is read once.
 */
export function createCompiler(): Compile {
  const fields = new Map<string, Expression | null>();

  function compile(source: Value): Expression | null {
    if (typeof source === 'string') return source.startsWith('$') ? field(source) : always(source);
    if (Array.isArray(source)) return listOf(source, compile);
    if (!isDocument(source)) return always(source);
    const [[key, operand] = ['', null], ...others] = Object.entries(source);
    if (!key.startsWith('$')) return documentOf(source, compile);
    if (others.length > 0) return null;
    return key === '$literal' ? always(operand) : (operators[key]?.(operand, compile) ?? null);
  }

  function field(source: string): Expression | null {
    const known = fields.get(source);
    if (known !== undefined) return known;
    const made = fieldOf(source);
    fields.set(source, made);
    return made;
  }

  return compile;
}

function always(constant: Value): Expression {
  return { evaluate: () => constant, constant };
}

function fieldOf(source: string): Expression | null {
  if (source === '$$ROOT') return { evaluate: (document) => document };
  if (source.startsWith('$$')) return null;
  const steps = source.slice(1).split('.');
  const [first = ''] = steps;
  if (steps.some((step) => step === '' || step.startsWith('$'))) return null;
  const isPlain = steps.length === 1 && !(first in Object.prototype);
  return remembering(
    isPlain ? (document) => document[first] : (document) => at(document, steps, 0),
  );
}

function remembering(evaluate: Expression['evaluate']): Expression {
  let last: Document | null = null;
  let value: Found;
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

/** A path enters documents, and each document of an array on its way. */
function at(value: Found, steps: string[], from: number): Found {
  const step = steps[from];
  if (step === undefined) return value;
  if (isDocument(value)) return at(own(value, step), steps, from + 1);
  if (!Array.isArray(value)) return undefined;
  const values: Value[] = [];
  for (const element of value) {
    const found = at(element, steps, from);
    if (found !== undefined) values.push(found);
  }
  return values;
}

function own(document: Document, field: string): Found {
  // A field may be called as something that every object inherits.
  return Object.hasOwn(document, field) ? document[field] : undefined;
}

function listOf(sources: Value[], compile: Compile): Expression | null {
  const items = compileAll(sources, compile);
  if (items === null) return null;
  const constants = items.flatMap(({ constant }) => (constant === undefined ? [] : [constant]));
  if (constants.length === items.length) return always(constants);
  return { evaluate: (document) => items.map(({ evaluate }) => evaluate(document) ?? null) };
}

/** `{ user: '$userId', status: '$status' }`; what is missing is left out. */
function documentOf(source: Document, compile: Compile): Expression | null {
  const fields: [string, Expression][] = [];
  for (const [field, value] of Object.entries(source)) {
    const expression = compile(value);
    if (expression === null || field.includes('.') || field === '__proto__') return null;
    fields.push([field, expression]);
  }
  return {
    evaluate(document) {
      const made: Document = {};
      for (const [field, { evaluate }] of fields) {
        const value = evaluate(document);
        if (value !== undefined) made[field] = value;
      }
      return made;
    },
  };
}
