import { isDocument, isNumeric, toNumber } from '../../values';
import type { Document, Value } from '../../values';
import { accumulators, count } from './accumulators';
import type { Accumulator } from './accumulators';
import { createCompiler } from './expression';
import type { Compile } from './expression';
import type { Expression } from './operators';
import { keyOf } from './group-key';
import { replaced } from '../unwind';

type Run = (documents: Document[]) => Document[];

/** A stage as a function of its input, which it leaves alone; null when something in it is not compiled here. */
export function compileStage(name: string, operand: Value): Run | null {
  if (!isDocument(operand)) return null;
  const compile = createCompiler();
  switch (name) {
    case '$group':
      return group(operand, compile);
    case '$addFields':
    case '$set':
      return addFields(operand, compile);
    case '$project':
      return project(operand, compile);
    default:
      return null;
  }
}

type GroupField = { field: string; accumulator: Accumulator };

function group({ _id: key, ...rest }: Document, compile: Compile): Run | null {
  const id = key === undefined ? null : compile(key);
  const fields = Object.entries(rest).map(([field, source]) => groupField(field, source, compile));
  if (id === null || !fields.every((field) => field !== null)) return null;
  const folds = fields.map(({ accumulator }) => accumulator.fold);
  return (documents) => {
    const groups = new Map<unknown, { id: Value; states: unknown[] }>();
    for (const document of documents) {
      const value = id.evaluate(document) ?? null;
      const groupKey = keyOf(value);
      let found = groups.get(groupKey);
      if (found === undefined) {
        found = { id: value, states: fields.map(({ accumulator }) => accumulator.start()) };
        groups.set(groupKey, found);
      }
      const { states } = found;
      for (let position = 0; position < folds.length; position++)
        states[position] = folds[position]?.(states[position], document);
    }
    return [...groups.values()].map((found) => {
      const made: Document = { _id: found.id };
      for (const [position, { field, accumulator }] of fields.entries())
        made[field] = accumulator.show(found.states[position]);
      return made;
    });
  };
}

function groupField(field: string, source: Value, compile: Compile): GroupField | null {
  const [[name, operand] = ['', null], ...others] = isDocument(source)
    ? Object.entries(source)
    : [];
  // The parts of a list would be summed, not the list.
  if (!isPlain(field) || others.length > 0 || Array.isArray(operand)) return null;
  const condition = name === '$sum' ? countedCondition(operand, compile) : null;
  if (condition !== null) return { field, accumulator: count(condition) };
  const create = Object.hasOwn(accumulators, name) ? accumulators[name] : undefined;
  const expression = compile(operand);
  return create === undefined || expression === null
    ? null
    : { field, accumulator: create(expression) };
}

/** `{ $cond: [condition, 1, 0] }`: the sum is how often the condition holds. */
function countedCondition(operand: Value, compile: Compile): Expression | null {
  const parts = isDocument(operand) && Object.keys(operand).length === 1 ? operand['$cond'] : null;
  if (!Array.isArray(parts) || parts.length !== 3 || parts[1] !== 1 || parts[2] !== 0) return null;
  return compile(parts[0] ?? null);
}

function addFields(operand: Document, compile: Compile): Run | null {
  const fields = computed(operand, compile);
  if (fields === null) return null;
  return (documents) =>
    documents.map((document) => {
      let made = { ...document };
      for (const [field, { evaluate }] of fields) {
        const value = evaluate(document);
        if (value !== undefined) made[field] = value;
        else if (field in made) made = replaced(made, [field], undefined);
      }
      return made;
    });
}

/** Of the projections those that keep or compute whole fields: `{ _id: 0, status: 1, count: { $size: '$works' } }`. */
function project({ _id: id = 1, ...rest }: Document, compile: Compile): Run | null {
  const isIdKept = switchOf(id);
  const kept = Object.entries(rest).filter(([, rule]) => switchOf(rule) === true);
  const fields = computed(
    Object.fromEntries(Object.entries(rest).filter(([, rule]) => switchOf(rule) === null)),
    compile,
  );
  const isExcluding = Object.values(rest).some((rule) => switchOf(rule) === false);
  if (
    isIdKept === null ||
    isExcluding ||
    fields === null ||
    kept.some(([field]) => !isPlain(field))
  )
    return null;
  if (kept.length === 0 && fields.length === 0) return null;
  const names = new Set(kept.map(([field]) => field));
  return (documents) =>
    documents.map((document) => {
      const made: Document = {};
      if (isIdKept && document['_id'] !== undefined) made['_id'] = document['_id'];
      // Kept fields come in the order of the document, computed ones behind them.
      for (const field in document) {
        if (names.has(field)) made[field] = document[field] ?? null;
      }
      for (const [field, { evaluate }] of fields) {
        const value = evaluate(document);
        if (value !== undefined) made[field] = value;
      }
      return made;
    });
}

/** True and false for a rule that keeps or drops a field, null for one that computes it. */
function switchOf(rule: Value): boolean | null {
  if (typeof rule === 'boolean') return rule;
  return isNumeric(rule) ? toNumber(rule) !== 0 : null;
}

function computed(operand: Document, compile: Compile): [string, Expression][] | null {
  const fields: [string, Expression][] = [];
  for (const [field, source] of Object.entries(operand)) {
    const expression = compile(source);
    // A document would be merged into the one that stands there.
    const isMerging =
      isDocument(source) && !Object.keys(source).every((key) => key.startsWith('$'));
    if (expression === null || isMerging || !isPlain(field)) return null;
    fields.push([field, expression]);
  }
  return fields;
}

function isPlain(field: string): boolean {
  return field !== '' && !field.includes('.') && !field.startsWith('$') && field !== '__proto__';
}
