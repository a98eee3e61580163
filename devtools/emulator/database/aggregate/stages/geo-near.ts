import { requestFailed } from '../../../wire/errors';
import { compileQuery } from '../../query/compile';
import { distanceFrom, toShape } from '../../query/geo';
import { toPath, valuesAt } from '../../query/path';
import { fieldOf, isDocument, isNumeric, makeDouble, toNumber } from '../../values';
import type { Document, MaybeValue, Value } from '../../values';
import { replaced } from './unwind';

/** Orders the documents by their distance from a point, in meters for GeoJSON and in radians for a legacy pair. */
export function geoNear(documents: Document[], specification: Document): Document[] {
  const { near, distanceField, query, includeLocs, key } = specification;
  const center = toShape(near)?.points[0];
  if (center === undefined) throw requestFailed('$geoNear requires a point in near');
  if (typeof distanceField !== 'string')
    throw requestFailed("$geoNear requires a 'distanceField' option as a String");
  const measure = isDocument(near) ? distanceFrom(center) : distanceFrom(center, 1);
  const min = number(specification['minDistance'], 0);
  const max = number(specification['maxDistance'], Infinity);
  const multiplier = number(specification['distanceMultiplier'], 1);
  const filter = compileQuery(isDocument(query) ? query : {});
  const found = documents.flatMap((document) => {
    if (!filter.test(document)) return [];
    const place = nearest(document, key, measure);
    if (place === null || place.distance < min || place.distance > max) return [];
    return [{ document, ...place }];
  });
  found.sort((a, b) => a.distance - b.distance);
  const limit = number(specification['limit'] ?? specification['num'], Infinity);
  return found.slice(0, limit).map(({ document, distance, location }) => {
    const steps = distanceField.split('.');
    const measured = replaced(document, steps, makeDouble(distance * multiplier));
    return typeof includeLocs === 'string'
      ? replaced(measured, includeLocs.split('.'), location)
      : measured;
  });
}

/** Without a key, the first field that holds a point takes the place of the geo index's field. */
function nearest(
  document: Document,
  key: Value | undefined,
  measure: (value: MaybeValue) => number | null,
): { distance: number; location: Value } | null {
  const places =
    typeof key === 'string'
      ? [...locationsAt(document, key)]
      : Object.values(document).filter(isDocument);
  let best: { distance: number; location: Value } | null = null;
  for (const location of places) {
    const distance = measure(location);
    if (distance === null) continue;
    if (best === null || distance < best.distance) best = { distance, location };
    if (typeof key !== 'string') break;
  }
  return best;
}

function* locationsAt(document: Document, key: string): Generator<Value> {
  const whole = fieldOf(document, key);
  if (whole !== undefined) yield whole;
  for (const value of valuesAt(document, toPath(key))) if (isDocument(value)) yield value;
}

function number(value: Value | undefined, absent: number): number {
  return isNumeric(value) ? toNumber(value) : absent;
}
