import { requestFailed } from '../../../wire/errors';
import { isDocument, setField } from '../../values';
import type { Document, Value } from '../../values';
import { accumulators, count } from '../accumulators';
import type { Accumulator } from '../accumulators';
import type { Compiler, Expression } from '../expression/types';
import { keyOf } from '../group-key';

export type GroupField = { field: string; accumulator: Accumulator };

/** One document for each value of `_id`, in order of first appearance. */
export function group(
  documents: Document[],
  { _id: key, ...rest }: Document,
  compiler: Compiler,
): Document[] {
  if (key === undefined) throw requestFailed('a group specification must include an _id');
  const id = compiler.compile(key);
  const fields = groupFields(rest, compiler);
  const folds = fields.map(({ accumulator }) => accumulator.fold);
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
  return [...groups.values()].map((found) => shown(found.id, fields, found.states));
}

/** Folds all documents into one group. */
export function groupAs(id: Value, documents: Document[], fields: GroupField[]): Document {
  const states = fields.map(({ accumulator }) =>
    documents.reduce(accumulator.fold, accumulator.start()),
  );
  return shown(id, fields, states);
}

function shown(id: Value, fields: GroupField[], states: unknown[]): Document {
  const made: Document = { _id: id };
  for (const [position, { field, accumulator }] of fields.entries())
    setField(made, field, accumulator.show(states[position]));
  return made;
}

export function groupFields(output: Document, compiler: Compiler): GroupField[] {
  return Object.entries(output).map(([field, source]) => {
    if (field.includes('.')) throw requestFailed(`The field name '${field}' cannot contain '.'`);
    if (field.startsWith('$'))
      throw requestFailed(`The field name '${field}' cannot be an operator name`);
    if (!isDocument(source))
      throw requestFailed(`The field '${field}' must be an accumulator object`);
    return { field, accumulator: accumulatorOf(field, source, compiler) };
  });
}

function accumulatorOf(field: string, source: Document, compiler: Compiler): Accumulator {
  const [[name, operand] = ['', null], ...others] = Object.entries(source);
  if (others.length > 0) throw requestFailed(`The field '${field}' must specify one accumulator`);
  const create = accumulators.get(name);
  if (create === undefined) throw requestFailed(`unknown group operator '${name}'`);
  if (Array.isArray(operand)) throw requestFailed(`The ${name} accumulator is a unary operator`);
  const condition = name === '$sum' ? countedCondition(operand, compiler) : null;
  return condition === null ? create(compiler.compile(operand)) : count(condition);
}

/**
 * The condition of `{ $cond: [condition, 1, 0] }`, whose sum counts the documents that meet it; null for any other
 * operand.
 */
function countedCondition(operand: Value, { compile }: Compiler): Expression | null {
  const parts = isDocument(operand) && Object.keys(operand).length === 1 ? operand['$cond'] : null;
  if (!Array.isArray(parts) || parts.length !== 3 || parts[1] !== 1 || parts[2] !== 0) return null;
  return compile(parts[0] ?? null);
}
