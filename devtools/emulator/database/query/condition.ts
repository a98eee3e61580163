import type { Document, MaybeValue, Value } from '../values';
import type { Path } from './path';

/**
 * A position in the order of values: before (-1) or after (1) all values equal to `value`, or all values of type
 * `rank`.
 */
export type Cut = { side: -1 | 1 } & ({ value: Value } | { rank: number });

/** The part of a condition on one field that an index can use. */
export type Bounds =
  | { kind: 'points'; values: Value[] }
  | { kind: 'range'; low: Cut | null; high: Cut | null }
  | { kind: 'none' };

/** One condition on one field, e.g. `{ age: { $gt: 18 } }`. */
export type FieldCondition = {
  kind: 'field';
  path: Path;
  bounds: Bounds;
  test: (document: Document) => boolean;
};

export type Condition =
  | FieldCondition
  | { kind: 'and' | 'or'; conditions: Condition[]; test: (document: Document) => boolean }
  | { kind: 'other'; test: (document: Document) => boolean };

/** Sorts the found documents by distance, as `$near` does. */
export type Nearness = { path: Path; distance: (value: MaybeValue) => number | null };

export type Filter = {
  condition: Condition;
  test: (document: Document) => boolean;
  nearness: Nearness | null;
};
