import { requestFailed } from '../../../wire/errors';
import { fieldOf, isDocument } from '../../values';
import type { Document, MaybeValue, Value } from '../../values';

/** One document per element of the array at the path; any other value counts as an array of one. */
export function unwind(documents: Document[], operand: Value): Document[] {
  const { path, includeArrayIndex, preserveNullAndEmptyArrays } = isDocument(operand)
    ? operand
    : { path: operand };
  if (typeof path !== 'string' || !path.startsWith('$') || path.length < 2)
    throw requestFailed("path option to $unwind stage should be prefixed with a '$'");
  const steps = path.slice(1).split('.');
  const indexField = typeof includeArrayIndex === 'string' ? includeArrayIndex : null;
  return documents.flatMap((document) => {
    const value = at(document, steps);
    const indexed = (unwound: Document, index: number | null) =>
      indexField === null ? unwound : replaced(unwound, indexField.split('.'), index);
    if (Array.isArray(value) && value.length > 0)
      return value.map((element, index) => indexed(replaced(document, steps, element), index));
    if (value !== undefined && value !== null && !Array.isArray(value))
      return [indexed(document, null)];
    if (preserveNullAndEmptyArrays !== true) return [];
    return [indexed(Array.isArray(value) ? replaced(document, steps, undefined) : document, null)];
  });
}

function at(document: Document, steps: string[]): MaybeValue {
  let value: MaybeValue = document;
  for (const step of steps) value = isDocument(value) ? fieldOf(value, step) : undefined;
  return value;
}

/** A copy of the document with the value at the path replaced (or removed); everything off the path is shared. */
export function replaced(document: Document, steps: string[], value: MaybeValue): Document {
  const [step = ''] = steps;
  if (steps.length > 1) {
    const inner = fieldOf(document, step);
    const changed = replaced(isDocument(inner) ? inner : {}, steps.slice(1), value);
    return { ...document, [step]: changed };
  }
  if (value !== undefined) return { ...document, [step]: value };
  const { [step]: _, ...others } = document;
  return others;
}
