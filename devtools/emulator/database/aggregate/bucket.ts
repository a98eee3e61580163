import { requestFailed } from '../../wire/errors';
import { compareValues, rankOf } from '../order';
import { isDocument } from '../values';
import type { Document, Value } from '../values';
import { expressionOf, plainDocument, runStages } from './expression';
import type { Variables } from './expression';

/** Groups by boundaries: each bucket from one (inclusive) to the next (exclusive), the rest in the default. */
export function bucket(
  documents: Document[],
  specification: Document,
  variables: Variables,
): Document[] {
  const { groupBy, boundaries, default: rest, output } = specification;
  if (groupBy === undefined) throw requestFailed("$bucket requires 'groupBy'");
  const bounds = checkBoundaries(boundaries);
  const evaluate = expressionOf(groupBy, variables);
  const buckets = new Map<Value, Document[]>();
  for (const document of documents) {
    const id = bucketOf(evaluate(document), bounds) ?? rest;
    if (id === undefined)
      throw requestFailed(
        '$switch could not find a matching branch for an input, and no default was specified.',
      );
    const grouped = buckets.get(id);
    if (grouped === undefined) buckets.set(id, [document]);
    else grouped.push(document);
  }
  const accumulators = isDocument(output) ? output : { count: { $sum: 1 } };
  return [...buckets]
    .sort(([a], [b]) => compareValues(a, b))
    .flatMap(([id, grouped]) =>
      runStages(
        grouped.map(plainDocument),
        [plainDocument({ $group: { _id: { $literal: id }, ...accumulators } })],
        variables,
      ),
    );
}

function bucketOf(value: Value | undefined, bounds: Value[]): Value | undefined {
  const next = bounds.findIndex((bound) => compareValues(value, bound) < 0);
  return next <= 0 ? undefined : bounds[next - 1];
}

function checkBoundaries(boundaries: Value | undefined): Value[] {
  if (!Array.isArray(boundaries) || boundaries.length < 2)
    throw requestFailed("The $bucket 'boundaries' field must be an array of at least 2 values");
  for (const [position, bound] of boundaries.entries()) {
    if (position === 0) continue;
    const previous = boundaries[position - 1];
    if (rankOf(previous) !== rankOf(bound))
      throw requestFailed(
        "All values in the 'boundaries' option to $bucket must have the same type",
      );
    if (compareValues(previous, bound) >= 0)
      throw requestFailed("The 'boundaries' option to $bucket must be sorted");
  }
  return boundaries;
}
