import { isDocument } from '../../values';
import type { Document, Found, Value } from '../../values';
import { compileAll, operators } from './operators';
import type { Expression } from './operators';

/**
 * Compiles the expressions that pipelines mostly consist of, which saves the copies that mingo needs. Null for all
 * others: variables, and operators whose rules are not here.
 */
export function compileExpression(source: Value): Expression | null {
  if (typeof source === 'string') return source.startsWith('$') ? fieldOf(source) : always(source);
  if (Array.isArray(source)) return listOf(source);
  if (!isDocument(source)) return always(source);
  const [[key, operand] = ['', null], ...others] = Object.entries(source);
  if (!key.startsWith('$')) return documentOf(source);
  if (others.length > 0) return null;
  return key === '$literal'
    ? always(operand)
    : (operators[key]?.(operand, compileExpression) ?? null);
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
  if (steps.length === 1 && !(first in Object.prototype))
    return { evaluate: (document) => document[first] };
  return { evaluate: (document) => at(document, steps, 0) };
}

/** A path enters documents, and each document of an array on its way. */
function at(value: Found, steps: string[], from: number): Found {
  const step = steps[from];
  if (step === undefined) return value;
  if (isDocument(value)) return at(own(value, step), steps, from + 1);
  if (!Array.isArray(value)) return undefined;
  return value.map((element) => at(element, steps, from)).filter((found) => found !== undefined);
}

function own(document: Document, field: string): Found {
  // A field may be called as something that every object inherits.
  return Object.hasOwn(document, field) ? document[field] : undefined;
}

function listOf(sources: Value[]): Expression | null {
  const items = compileAll(sources, compileExpression);
  if (items === null) return null;
  const constants = items.flatMap(({ constant }) => (constant === undefined ? [] : [constant]));
  if (constants.length === items.length) return always(constants);
  return { evaluate: (document) => items.map(({ evaluate }) => evaluate(document) ?? null) };
}

/** `{ user: '$userId', status: '$status' }`; what is missing is left out. */
function documentOf(source: Document): Expression | null {
  const fields: [string, Expression][] = [];
  for (const [field, value] of Object.entries(source)) {
    const expression = compileExpression(value);
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
