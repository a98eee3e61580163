import { equalValues } from '../database/order';
import type { Document } from '../database/values';
import { fieldOf, isDocument, setField } from '../database/values';

export type FieldChanges = {
  /** The new values by their paths, e.g. `{ 'usage.images': 3 }`. */
  updatedFields: Document;
  /** Paths that are gone. */
  removedFields: string[];
};

/**
 * What an update did to a row. Nested documents are compared field by field; a changed array is reported as a whole.
 */
export function fieldChanges(before: Document, after: Document): FieldChanges {
  const changes: FieldChanges = { updatedFields: {}, removedFields: [] };
  gather(before, after, '', changes);
  return changes;
}

function gather(before: Document, after: Document, prefix: string, changes: FieldChanges): void {
  for (const [field, value] of Object.entries(after)) {
    const previous = fieldOf(before, field);
    const path = prefix + field;
    if (isDocument(previous) && isDocument(value)) gather(previous, value, `${path}.`, changes);
    else if (previous === undefined || !equalValues(previous, value))
      setField(changes.updatedFields, path, value);
  }
  for (const field of Object.keys(before)) {
    if (!Object.hasOwn(after, field)) changes.removedFields.push(prefix + field);
  }
}
