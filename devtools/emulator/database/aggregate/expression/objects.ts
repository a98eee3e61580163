import { requestFailed } from '../../../wire/errors';
import { fieldOf, isDocument, setField } from '../../values';
import type { Document, MaybeValue, Value } from '../../values';
import { isMissing, unary, variadic } from './arguments';
import { arrayOf, foundType } from './arrays';
import type { Operators } from './types';

export const objects: Operators = [
  ['$arrayToObject', unary('$arrayToObject', toObject)],
  [
    '$objectToArray',
    unary('$objectToArray', (value) => {
      if (isMissing(value)) return null;
      if (isDocument(value)) return Object.entries(value).map(([k, v]) => ({ k, v }));
      throw requestFailed(`$objectToArray requires a document input, found: ${foundType(value)}`);
    }),
  ],
  ['$mergeObjects', variadic('$mergeObjects', 0, Infinity, (values) => values.reduce(merge, {}))],
];

/** Null and missing values add nothing. */
export function merge(merged: MaybeValue, added: MaybeValue): Document {
  const document = isDocument(merged) ? merged : {};
  if (isMissing(added)) return document;
  if (isDocument(added)) return { ...document, ...added };
  throw requestFailed(
    `$mergeObjects requires object inputs, but input is of type ${foundType(added)}`,
  );
}

function toObject(value: MaybeValue): MaybeValue {
  if (isMissing(value)) return null;
  const made: Document = {};
  for (const entry of arrayOf('$arrayToObject', value)) {
    const [name, member] = memberOf(entry);
    if (typeof name !== 'string')
      throw requestFailed(`$arrayToObject requires string keys, found: ${foundType(name)}`);
    setField(made, name, member);
  }
  return made;
}

/** `[name, value]` or `{ k: name, v: value }`. */
function memberOf(entry: Value): [MaybeValue, Value] {
  if (Array.isArray(entry) && entry.length === 2) return [entry[0], entry[1] ?? null];
  const isPair = isDocument(entry) && Object.keys(entry).length === 2;
  const [name, member] = isPair ? [fieldOf(entry, 'k'), fieldOf(entry, 'v')] : [];
  if (name !== undefined && member !== undefined) return [name, member];
  throw requestFailed(
    "$arrayToObject requires an array of pairs: [name, value] or objects with the keys 'k' and 'v'",
  );
}
