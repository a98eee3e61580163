import { requestFailed } from '../../../wire/errors';
import { fieldOf, isDocument, setField } from '../../values';
import type { Document, MaybeValue, Value } from '../../values';
import type { Expression } from '../expression/types';
import { replaced } from './unwind';

/** One level of a compiled projection. */
export type Shape = {
  /** Whether fields that the projection does not name are kept. */
  keepsOthers: boolean;
  kept: Set<string>;
  levels: Map<string, Shape>;
  /** Computed fields, and levels that contain some, in the order of the specification. */
  computed: { field: string; rule: Expression | null; level: Shape | null }[];
};

export function createShape(keepsOthers: boolean): Shape {
  return { keepsOthers, kept: new Set(), levels: new Map(), computed: [] };
}

export function addTo(shape: Shape, path: string, rule: Expression | 'kept'): void {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let level = shape;
  for (const step of steps) {
    if (isLeaf(level, step)) throw conflict(path);
    const next = level.levels.get(step) ?? createShape(shape.keepsOthers);
    level.levels.set(step, next);
    if (rule !== 'kept' && !level.computed.some(({ field }) => field === step))
      level.computed.push({ field: step, rule: null, level: next });
    level = next;
  }
  if (isLeaf(level, last) || level.levels.has(last)) throw conflict(path);
  if (rule === 'kept') level.kept.add(last);
  else level.computed.push({ field: last, rule, level: null });
}

function isLeaf({ kept, computed }: Shape, name: string): boolean {
  return kept.has(name) || computed.some(({ field, rule }) => field === name && rule !== null);
}

function conflict(path: string) {
  return requestFailed(
    `Invalid specification :: caused by :: it contains two conflicting paths. Cannot specify both '${path}' and a field around or inside it`,
  );
}

export function shapeDocument(shape: Shape, document: Document): Document {
  return compute(shape, keep(shape, document), document);
}

/** Kept fields come in the document's order; computed ones follow, unless the field already exists. */
function keep({ keepsOthers, kept, levels }: Shape, document: Document): Document {
  if (keepsOthers) return { ...document };
  const made: Document = {};
  for (const field in document) {
    if (kept.has(field)) put(made, field, document[field]);
    else if (levels.size > 0) {
      const level = levels.get(field);
      if (level !== undefined) put(made, field, keepIn(level, document[field] ?? null));
    }
  }
  return made;
}

function put(made: Document, field: string, value: MaybeValue): void {
  if (value === undefined) return;
  if (field === '__proto__') setField(made, field, value);
  else made[field] = value;
}

/** Values that are neither documents nor arrays have no fields to keep. */
function keepIn(shape: Shape, value: Value): MaybeValue {
  if (isDocument(value)) return keep(shape, value);
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((element) => {
    const inner = keepIn(shape, element);
    return inner === undefined ? [] : [inner];
  });
}

/** Mutates `made`; expressions see the whole original document. */
function compute({ computed }: Shape, made: Document, original: Document): Document {
  let result = made;
  for (const { field, rule, level } of computed) {
    const value =
      rule === null
        ? level && computeIn(level, fieldOf(result, field), original)
        : rule.evaluate(original);
    if (value !== undefined) put(result, field, value);
    else if (Object.hasOwn(result, field)) result = replaced(result, [field], undefined);
  }
  return result;
}

/** Applies to each document of an array; any other value is replaced by a new document. */
function computeIn(shape: Shape, value: MaybeValue, original: Document): Value {
  if (Array.isArray(value)) return value.map((element) => computeIn(shape, element, original));
  return compute(shape, isDocument(value) ? { ...value } : {}, original);
}
