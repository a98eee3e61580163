import { requestFailed } from '../../wire/errors';
import { compareValues } from '../order';
import type { Document, MaybeValue } from '../values';
import { isNumeric, toNumber } from '../values';
import type { Path } from './path';
import { several, toPath, valueAt, valuesAt } from './path';

export type Sort = { path: Path; direction: 1 | -1 }[];

/** Converts the order of the wire and of `$sort`: `{ createdAt: -1, _id: -1 }`. */
export function toSort(order: Document): Sort {
  return Object.entries(order).map(([field, direction]) => {
    const number = isNumeric(direction) ? toNumber(direction) : 0;
    if (number !== 1 && number !== -1)
      throw requestFailed('$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    return { path: toPath(field), direction: number };
  });
}

export function compareBy(sort: Sort): (a: Document, b: Document) => number {
  return (a, b) => {
    for (const { path, direction } of sort) {
      const compared = compareValues(sortKey(a, path, direction), sortKey(b, path, direction));
      if (compared !== 0) return compared * direction;
    }
    return 0;
  };
}

/** An array sorts by its smallest element in ascending order, by its greatest in descending order. */
function sortKey(document: Document, path: Path, direction: 1 | -1): MaybeValue {
  const value = valueAt(document, path);
  if (value !== several) return value;
  return valuesAt(document, path).reduce((chosen, element) =>
    compareValues(element, chosen) * direction < 0 ? element : chosen,
  );
}
