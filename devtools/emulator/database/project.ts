import { requestFailed } from '../wire/errors';
import { compileQuery } from './query/compile';
import type { Document, Value } from './values';
import { fieldOf, isDocument, isNumeric, setField, toNumber } from './values';

type Tree = Map<string, Tree | 'leaf'>;

/** Compiles the projection of a find: `{ a: 1 }`, `{ a: 0 }`, `{ 'a.b': 1 }`, `{ l: { $slice: 2 } }`, `$elemMatch`. */
export function compileProjection(projection: Document): (document: Document) => Document {
  const included: string[] = [];
  const excluded: string[] = [];
  const reshaped: ReshapedFields[] = [];
  let isIdKept = true;
  for (const [field, rule] of Object.entries(projection)) {
    if (isDocument(rule)) reshaped.push(compileRule(field, rule));
    else if (field === '_id') isIdKept = isOn(rule);
    else (isOn(rule) ? included : excluded).push(field);
  }
  const isSelecting = reshaped.some(({ isSelecting }) => isSelecting);
  const isInclusion =
    included.length > 0 ||
    isSelecting ||
    (projection['_id'] !== undefined && isIdKept && excluded.length === 0 && reshaped.length === 0);
  if (isInclusion && excluded.length > 0)
    throw requestFailed(
      `Projection cannot have a mix of inclusion and exclusion. Cannot do exclusion on field ${excluded[0] ?? ''} in inclusion projection`,
    );
  const kept = toTree([...included, ...reshaped.map(({ field }) => field)]);
  const dropped = toTree(excluded);
  return (document) => {
    const source = reshaped.reduce(
      (whole, { field, reshape }) => reshapeAt(whole, field, reshape),
      document,
    );
    const projected = isInclusion ? include(source, kept) : exclude(source, dropped);
    const { _id, ...rest } = projected;
    const id = isIdKept ? (_id ?? document['_id']) : undefined;
    return id === undefined ? rest : { _id: id, ...rest };
  };
}

type ReshapedFields = {
  field: string;
  /** `$elemMatch` makes the projection an inclusion, `$slice` does not. */
  isSelecting: boolean;
  reshape: (array: Value[]) => Value[] | undefined;
};

function compileRule(field: string, rule: Document): ReshapedFields {
  const { $slice, $elemMatch } = rule;
  if ($slice !== undefined) return { field, isSelecting: false, reshape: slice($slice) };
  if (isDocument($elemMatch)) {
    const filter = compileQuery({ array: { $elemMatch } });
    return {
      field,
      isSelecting: true,
      reshape: (array) => {
        const found = array.find((element) => filter.test({ array: [element] }));
        return found === undefined ? undefined : [found];
      },
    };
  }
  throw requestFailed(`Unsupported projection option: ${field}`);
}

function slice(rule: Value): (array: Value[]) => Value[] {
  if (isNumeric(rule)) {
    const count = toNumber(rule);
    return (array) => (count < 0 ? array.slice(count) : array.slice(0, count));
  }
  if (!Array.isArray(rule) || rule.length !== 2)
    throw requestFailed('$slice needs a number or an array of two');
  const [skip = 0, limit = 0] = rule.map(toNumber);
  if (!(limit > 0)) throw requestFailed('$slice limit must be positive');
  return (array) => {
    const start = skip < 0 ? Math.max(0, array.length + skip) : skip;
    return array.slice(start, start + limit);
  };
}

function reshapeAt(
  document: Document,
  field: string,
  reshape: ReshapedFields['reshape'],
): Document {
  const [step = '', ...rest] = field.split('.');
  const value = fieldOf(document, step);
  if (rest.length > 0)
    return isDocument(value)
      ? { ...document, [step]: reshapeAt(value, rest.join('.'), reshape) }
      : document;
  if (!Array.isArray(value)) return document;
  const reshaped = reshape(value);
  if (reshaped !== undefined) return { ...document, [step]: reshaped };
  const { [step]: _, ...others } = document;
  return others;
}

function isOn(rule: Value): boolean {
  if (typeof rule === 'boolean') return rule;
  if (isNumeric(rule)) return toNumber(rule) !== 0;
  throw requestFailed('Unsupported projection option');
}

function toTree(fields: string[]): Tree {
  const root: Tree = new Map();
  for (const field of fields) {
    const steps = field.split('.');
    let node = root;
    for (const [position, step] of steps.entries()) {
      const next = node.get(step);
      if (next === 'leaf') break;
      if (position === steps.length - 1) node.set(step, 'leaf');
      else {
        const branch: Tree = next ?? new Map<string, Tree | 'leaf'>();
        node.set(step, branch);
        node = branch;
      }
    }
  }
  return root;
}

function include(document: Document, tree: Tree): Document {
  const kept: Document = {};
  for (const field in document) {
    const branch = tree.get(field);
    const value = document[field] ?? null;
    if (branch === 'leaf' || field === '_id') setField(kept, field, value);
    else if (branch !== undefined) {
      const inner = includeIn(value, branch);
      if (inner !== undefined) setField(kept, field, inner);
    }
  }
  return kept;
}

/** Values that are neither documents nor arrays have no fields to include. */
function includeIn(value: Value, tree: Tree): Value | undefined {
  if (isDocument(value)) return includeNested(value, tree);
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((element) => {
    const inner = includeIn(element, tree);
    return inner === undefined ? [] : [inner];
  });
}

function includeNested(document: Document, tree: Tree): Document {
  const { _id, ...rest } = include(document, tree);
  return _id !== undefined && tree.get('_id') !== undefined ? { _id, ...rest } : rest;
}

function exclude(document: Document, tree: Tree): Document {
  const kept: Document = {};
  for (const [field, value] of Object.entries(document)) {
    const branch = tree.get(field);
    if (branch === undefined) setField(kept, field, value);
    else if (branch !== 'leaf') setField(kept, field, excludeIn(value, branch));
  }
  return kept;
}

function excludeIn(value: Value, tree: Tree): Value {
  if (isDocument(value)) return exclude(value, tree);
  return Array.isArray(value) ? value.map((element) => excludeIn(element, tree)) : value;
}
