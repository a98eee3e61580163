import type { SortedIndex, Span } from '../index/sorted-index';
import { compareValues, equalValues, rankOf } from '../order';
import type { Value } from '../values';
import type { Condition, Cut, FieldCondition } from './condition';
import type { Sort } from './sort';

const maxBranches = 32;
const maxSpans = 1000;
const maxMergedSpans = 64;

/** Ranges of one index. */
export type IndexScan = {
  index: SortedIndex;
  ranges: [start: number, end: number][];
  /** Whether the ranges contain exactly the documents that match. */
  isExact: boolean;
  /** The direction that reads each range in the requested order; null when neither does. */
  isBackward: boolean | null;
};

/** The union of the scans contains every document that may match. Null `scans` means a full collection scan. */
export type Plan = { scans: IndexScan[] | null; isSorted: boolean; cost: number };

type Branch = { fields: FieldCondition[]; isWhole: boolean };

/** Finds the cheapest plan; `wanted` is how many documents of the sorted result are needed. */
export function choosePlan(
  indexes: SortedIndex[],
  condition: Condition,
  sort: Sort,
  size: number,
  wanted: number,
): Plan {
  const needed = { sort, wanted };
  const scanAll: Plan = {
    scans: null,
    isSorted: sort.length === 0,
    cost: price(size, sort.length === 0, false, needed),
  };
  const alternatives = [branchesOf(condition)];
  // Also plan without the alternatives of an $or: indexes may not serve all of them.
  if (condition.kind === 'and' && condition.conditions.some((part) => part.kind === 'or'))
    alternatives.push([withoutAlternatives(condition.conditions)]);
  const plans = alternatives.map((branches) => planBranches(indexes, branches, needed));
  return [scanAll, ...plans].reduce((best, plan) => (plan.cost < best.cost ? plan : best));
}

type Needed = { sort: Sort; wanted: number };

function planBranches(indexes: SortedIndex[], branches: Branch[], needed: Needed): Plan {
  const scans: IndexScan[] = [];
  let cost = 0;
  for (const branch of branches) {
    const best = cheapest(indexes, branch, needed);
    if (best === null) return { scans: null, isSorted: false, cost: Infinity };
    scans.push(best.scan);
    cost += best.cost;
  }
  const isMergeable =
    scans.reduce((count, scan) => count + scan.ranges.length, 0) <= maxMergedSpans;
  const isSorted = isMergeable && scans.every((scan) => scan.isBackward !== null);
  return { scans, isSorted: isSorted || needed.sort.length === 0, cost };
}

function cheapest(
  indexes: SortedIndex[],
  branch: Branch,
  needed: Needed,
): { scan: IndexScan; cost: number } | null {
  let best: { scan: IndexScan; cost: number } | null = null;
  for (const index of indexes) {
    const scan = scanOf(index, branch, needed.sort);
    if (scan === null) continue;
    const count = scan.ranges.reduce((sum, [start, end]) => sum + end - start, 0);
    const isSorted = scan.isBackward !== null || needed.sort.length === 0;
    const cost = price(count, isSorted, scan.isExact, needed);
    if (best === null || cost < best.cost) best = { scan, cost };
    // At most one document, as in a lookup by id: no other index can be cheaper.
    if (count <= 1 && isSorted) break;
  }
  return best;
}

/** Estimates how many documents are examined; counts them twice when they must be sorted. */
function price(count: number, isSorted: boolean, isExact: boolean, needed: Needed): number {
  if (!isSorted) return count * 2;
  // A guess: a filter after a sorted scan usually passes enough documents.
  return Math.min(count, isExact ? needed.wanted : Math.max(needed.wanted * 10, count / 4));
}

function scanOf(index: SortedIndex, branch: Branch, sort: Sort): IndexScan | null {
  const used = new Set<FieldCondition>();
  let prefixes: Value[][] = [[]];
  let low: Cut | null = null;
  let high: Cut | null = null;
  for (const { path, direction } of index.fields) {
    const onField = branch.fields.filter((condition) => condition.path.text === path.text);
    const points = pointsOf(onField);
    if (points !== null && points.values.length * prefixes.length <= maxSpans) {
      used.add(points.condition);
      const values = distinct(points.values, direction);
      prefixes = prefixes.flatMap((prefix) => values.map((value) => [...prefix, value]));
      continue;
    }
    for (const condition of onField) {
      if (condition.bounds.kind !== 'range') continue;
      // In a multikey index each bound may be met by a different key of the document, so they cannot be combined.
      if (index.isMultikey && (low !== null || high !== null)) break;
      low = laterCut(low, condition.bounds.low, 1);
      high = laterCut(high, condition.bounds.high, -1);
      used.add(condition);
    }
    break;
  }
  const prefixLength = prefixes[0]?.length ?? 0;
  const isBackward = index.isMultikey ? null : directionFor(index, prefixLength, sort);
  if (used.size === 0 && isBackward === null) return null;
  const spans: Span[] = prefixes.map((prefix) => ({ prefix, low, high }));
  return {
    index,
    ranges: spans.map((span) => index.ranks(span)).filter(([start, end]) => start < end),
    isExact: branch.isWhole && used.size === branch.fields.length && !index.isMultikey,
    isBackward: sort.length === 0 ? null : isBackward,
  };
}

function pointsOf(
  conditions: FieldCondition[],
): { condition: FieldCondition; values: Value[] } | null {
  for (const condition of conditions) {
    if (condition.bounds.kind === 'points') return { condition, values: condition.bounds.values };
  }
  return null;
}

/**
 * Whether to read a range of the index backward to get the requested order; null when neither direction gives it. The
 * fields of the prefix are constant within the range. The following fields must be the sort fields, either all in the
 * direction of the sort or all in the opposite one.
 */
function directionFor(index: SortedIndex, prefixLength: number, sort: Sort): boolean | null {
  const constant = new Set(index.fields.slice(0, prefixLength).map(({ path }) => path.text));
  const rest = index.fields.slice(prefixLength);
  let isBackward: boolean | null = null;
  let position = 0;
  for (const { path, direction } of sort) {
    if (constant.has(path.text)) continue;
    const field = rest[position++];
    if (field?.path.text !== path.text) return null;
    const isAgainst = field.direction !== direction;
    if (isBackward !== null && isBackward !== isAgainst) return null;
    isBackward = isAgainst;
  }
  return sort.length === 0 ? null : (isBackward ?? false);
}

function branchesOf(condition: Condition): Branch[] {
  switch (condition.kind) {
    case 'field':
      return [{ fields: [condition], isWhole: true }];
    case 'other':
      return [{ fields: [], isWhole: false }];
    case 'or':
      return condition.conditions.flatMap(branchesOf);
    case 'and': {
      let product: Branch[] = [{ fields: [], isWhole: true }];
      for (const part of condition.conditions) {
        const branches = branchesOf(part);
        const combined =
          branches.length * product.length <= maxBranches
            ? branches
            : [{ fields: [], isWhole: false }];
        product = product.flatMap((left) =>
          combined.map((right) => ({
            fields: [...left.fields, ...right.fields],
            isWhole: left.isWhole && right.isWhole,
          })),
        );
      }
      return product;
    }
  }
}

function withoutAlternatives(parts: Condition[]): Branch {
  return { fields: parts.filter((part) => part.kind === 'field'), isWhole: false };
}

function distinct(values: Value[], direction: 1 | -1): Value[] {
  const sorted = [...values].sort((a, b) => compareValues(a, b) * direction);
  return sorted.filter((value, index) => index === 0 || !equalValues(value, sorted[index - 1]));
}

/** The narrower of two cuts: for lower bounds (`side` 1) the later one, for upper bounds (-1) the earlier one. */
function laterCut(a: Cut | null, b: Cut | null, side: 1 | -1): Cut | null {
  if (a === null || b === null) return a ?? b;
  return compareCuts(a, b) * side >= 0 ? a : b;
}

function compareCuts(a: Cut, b: Cut): number {
  if ('value' in a && 'value' in b) return compareValues(a.value, b.value) || a.side - b.side;
  const byRank = rankOfCut(a) - rankOfCut(b);
  if (byRank !== 0) return byRank;
  // Within one type, a cut at the type's border lies before (or after) every cut at a value.
  const borderA = 'rank' in a ? a.side : 0;
  const borderB = 'rank' in b ? b.side : 0;
  return borderA - borderB;
}

function rankOfCut(cut: Cut): number {
  return 'rank' in cut ? cut.rank : rankOf(cut.value);
}
