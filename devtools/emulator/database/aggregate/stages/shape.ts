import { requestFailed } from '../../../wire/errors';
import { fieldOf, isDocument, setField } from '../../values';
import type { Document, Found, Value } from '../../values';
import type { Expression } from '../expression/types';
import { replaced } from './unwind';

/** What becomes of the fields of a document, level by level. */
export type Shape = {
  /** Whether fields that nothing is said about stay. */
  keepsOthers: boolean;
  kept: Set<string>;
  /** Computed fields and levels that hold some, in the order they were written. */
  computed: Map<string, Expression | Shape>;
  levels: Map<string, Shape>;
};

export function createShape(keepsOthers: boolean): Shape {
  return { keepsOthers, kept: new Set(), computed: new Map(), levels: new Map() };
}

export function addTo(shape: Shape, path: string, rule: Expression | 'kept'): void {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let level = shape;
  for (const step of steps) {
    if (level.kept.has(step) || (level.computed.has(step) && !level.levels.has(step)))
      throw conflict(path);
    const next = level.levels.get(step) ?? createShape(shape.keepsOthers);
    level.levels.set(step, next);
    if (rule !== 'kept' && !level.computed.has(step)) level.computed.set(step, next);
    level = next;
  }
  if (level.kept.has(last) || level.computed.has(last) || level.levels.has(last))
    throw conflict(path);
  if (rule === 'kept') level.kept.add(last);
  else level.computed.set(last, rule);
}

function conflict(path: string) {
  return requestFailed(
    `Invalid specification :: caused by :: it contains two conflicting paths. Cannot specify both '${path}' and a field around or inside it`,
  );
}

export function shapeDocument(shape: Shape, document: Document): Document {
  return compute(shape, keep(shape, document), document);
}

/** Kept fields come in the order of the document, computed ones behind them unless they stand there already. */
function keep(shape: Shape, document: Document): Document {
  if (shape.keepsOthers) return { ...document };
  const made: Document = {};
  for (const field in document) {
    const value = document[field] ?? null;
    if (shape.kept.has(field)) setField(made, field, value);
    else if (shape.levels.size > 0) {
      const level = shape.levels.get(field);
      const inner = level && keepIn(level, value);
      if (inner !== undefined) setField(made, field, inner);
    }
  }
  return made;
}

/** Values that are neither documents nor arrays have no fields to keep. */
function keepIn(shape: Shape, value: Value): Found {
  if (isDocument(value)) return keep(shape, value);
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((element) => {
    const inner = keepIn(shape, element);
    return inner === undefined ? [] : [inner];
  });
}

/** `made` is changed; expressions see the whole original document. */
function compute(shape: Shape, made: Document, original: Document): Document {
  let result = made;
  for (const [field, rule] of shape.computed) {
    const value =
      'evaluate' in rule
        ? rule.evaluate(original)
        : computeIn(rule, fieldOf(result, field), original);
    if (value !== undefined) setField(result, field, value);
    else if (Object.hasOwn(result, field)) result = replaced(result, [field], undefined);
  }
  return result;
}

/** In each document of an array; whatever else stands there gives way to a new document. */
function computeIn(shape: Shape, value: Found, original: Document): Value {
  if (Array.isArray(value)) return value.map((element) => computeIn(shape, element, original));
  return compute(shape, isDocument(value) ? { ...value } : {}, original);
}
