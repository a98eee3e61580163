import { requestFailed } from '../../../wire/errors';
import { compareValues, rankOf } from '../../order';
import { isDocument, isNumeric, toNumber } from '../../values';
import type { Document, MaybeValue, Value } from '../../values';
import type { Compiler } from '../expression/types';
import { groupAs, groupFields } from './group';
import type { GroupField } from './group';

/**
 * Groups by boundaries. Each bucket includes its lower boundary and excludes the next one; all other values go to the
 * default.
 */
export function bucket(
  documents: Document[],
  specification: Document,
  compiler: Compiler,
): Document[] {
  const { groupBy, boundaries, default: rest, output } = specification;
  if (groupBy === undefined) throw requestFailed("$bucket requires 'groupBy'");
  const bounds = checkBoundaries(boundaries);
  const { evaluate } = compiler.compile(groupBy);
  const fields = outputFields(output, compiler);
  const buckets = new Map<Value, Document[]>();
  for (const document of documents) {
    const id = boundOf(evaluate(document), bounds) ?? rest;
    if (id === undefined)
      throw requestFailed(
        '$switch could not find a matching branch for an input, and no default was specified.',
      );
    const grouped = buckets.get(id);
    if (grouped === undefined) buckets.set(id, [document]);
    else grouped.push(document);
  }
  return [...buckets]
    .sort(([a], [b]) => compareValues(a, b))
    .map(([id, grouped]) => groupAs(id, grouped, fields));
}

/**
 * Groups into the given number of buckets of about equal size; equal values stay in one bucket. A bucket's `max` is the
 * `min` of the next one; the last bucket's `max` is the greatest value.
 */
export function bucketAuto(
  documents: Document[],
  specification: Document,
  compiler: Compiler,
): Document[] {
  const { groupBy, buckets, output, granularity } = specification;
  if (groupBy === undefined) throw requestFailed("$bucketAuto requires 'groupBy'");
  if (granularity !== undefined)
    throw requestFailed("the local cloud does not support 'granularity' of $bucketAuto");
  const count = isNumeric(buckets) ? toNumber(buckets) : NaN;
  if (!Number.isInteger(count) || count < 1)
    throw requestFailed("The $bucketAuto 'buckets' field must be an integer greater than 0");
  const { evaluate } = compiler.compile(groupBy);
  const fields = outputFields(output, compiler);
  const entries = documents
    .map((document) => ({ document, key: evaluate(document) ?? null }))
    .sort((a, b) => compareValues(a.key, b.key));
  const parts = evenParts(entries, count);
  return parts.map((part, position) => {
    const [min, max] = [part[0]?.key, (parts[position + 1]?.[0] ?? part.at(-1))?.key];
    const id = { min: min ?? null, max: max ?? null };
    return groupAs(
      id,
      part.map(({ document }) => document),
      fields,
    );
  });
}

type Entry = { document: Document; key: Value };

function evenParts(entries: Entry[], count: number): Entry[][] {
  const size = Math.max(1, Math.round(entries.length / count));
  const parts: Entry[][] = [];
  for (let start = 0; start < entries.length;) {
    let end = parts.length === count - 1 ? entries.length : Math.min(start + size, entries.length);
    const last = entries[end - 1]?.key;
    while (end < entries.length && compareValues(entries[end]?.key, last) === 0) end++;
    parts.push(entries.slice(start, end));
    start = end;
  }
  return parts;
}

function outputFields(output: Value | undefined, compiler: Compiler): GroupField[] {
  return groupFields(isDocument(output) ? output : { count: { $sum: 1 } }, compiler);
}

function boundOf(value: MaybeValue, bounds: Value[]): MaybeValue {
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
