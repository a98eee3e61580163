import { batchesOf, chain, merge } from './batches';
import { DuplicateKey, SortedIndex } from './index/sorted-index';
import type { IndexDescription } from './index/sorted-index';
import type { Filter } from './query/condition';
import { someAt } from './query/path';
import { choosePlan } from './query/plan';
import type { Plan } from './query/plan';
import { compareBy } from './query/sort';
import type { Sort } from './query/sort';
import type { Document } from './values';
import { idKey } from './values';

export type Selection = { sort?: Sort; skip?: number; limit?: number };
export type Explanation = { index: string | null; examined: number };

const idIndex: IndexDescription = { name: '_id_', fields: ['_id'], unique: true };

/**
 * The committed documents of one collection with their indexes. Documents are immutable: a change replaces the
 * document.
 */
export class Collection {
  private documents = new Map<string, Document>();
  private indexList = [new SortedIndex(idIndex)];
  private isLoading = false;

  constructor(readonly name: string) {}

  get size(): number {
    return this.documents.size;
  }

  get indexes(): readonly SortedIndex[] {
    return this.indexList;
  }

  get(key: string): Document | null {
    return this.documents.get(key) ?? null;
  }

  all(): IterableIterator<Document> {
    return this.documents.values();
  }

  /** Replaces `before` by `after`; either may be null. Does not check unique keys. */
  change(before: Document | null, after: Document | null): void {
    const key = idKey((after ?? before)?.['_id']);
    if (after === null) this.documents.delete(key);
    else this.documents.set(key, after);
    if (this.isLoading) return;
    for (const index of this.indexList) {
      if (before !== null && after !== null) index.replace(before, after);
      else if (before !== null) index.remove(before);
      else if (after !== null) index.add(after);
    }
  }

  /** Adds many documents at once. When a unique index refuses one, throws DuplicateKey and changes nothing. */
  load(documents: Document[]): void {
    // Rebuilding the indexes is faster than single insertions, unless few documents are added.
    if (this.size <= documents.length * 3) this.rebuildWith(documents);
    else {
      this.checkUnique(documents);
      for (const document of documents) this.change(this.get(idKey(document['_id'])), document);
    }
  }

  private rebuildWith(documents: Document[]): void {
    const merged = new Map(this.documents);
    for (const document of documents) merged.set(idKey(document['_id']), document);
    const rebuilt = this.indexList.map(({ description }) => new SortedIndex(description));
    for (const index of rebuilt) index.load(merged.values());
    this.documents = merged;
    this.indexList = rebuilt;
  }

  private checkUnique(documents: Document[]): void {
    const incoming = new Set(documents.map((document) => idKey(document['_id'])));
    for (const index of this.indexList) {
      if (!index.description.unique || index.description.name === idIndex.name) continue;
      const owners = new Map<string, Document>();
      for (const document of documents) {
        for (const { key, text } of index.keysOf(document)) {
          const owner = owners.get(text) ?? index.ownerOf(key);
          const isIncoming = owner !== null && incoming.has(idKey(owner['_id']));
          const isOther = owner !== null && idKey(owner['_id']) !== idKey(document['_id']);
          if (isOther && (owners.has(text) || !isIncoming))
            throw new DuplicateKey(text, [owner, document]);
          owners.set(text, document);
        }
      }
    }
  }

  /** Until `endLoading`, changes do not update the indexes, so nothing may be searched. */
  beginLoading(): void {
    this.isLoading = true;
  }

  endLoading(): void {
    if (!this.isLoading) return;
    this.isLoading = false;
    this.rebuildWith([]);
  }

  /**
   * Adds an index or replaces the one of that name. Throws DuplicateKey when the documents violate it. Returns a
   * function that undoes this; call it only before any other change.
   */
  addIndex(description: IndexDescription): () => void {
    const index = new SortedIndex(description);
    if (!this.isLoading) index.load(this.documents.values());
    const previous = this.indexList;
    this.indexList = [
      ...previous.filter((other) => other.description.name !== description.name),
      index,
    ];
    return () => {
      this.indexList = previous;
    };
  }

  find(filter: Filter, selection: Selection = {}): Document[] {
    return this.select(filter, selection).documents;
  }

  count(filter: Filter): number {
    return this.countWith(filter).count;
  }

  /** The index that a find (with a selection) or a count (without) uses, and how many documents it examines. */
  explain(filter: Filter, selection: Selection | null): Explanation {
    const plan = this.plan(filter, selection ?? {});
    const names = plan.scans?.map((scan) => scan.index.description.name) ?? [];
    return {
      index: names.length === 0 ? null : [...new Set(names)].join(','),
      examined:
        selection === null
          ? this.countWith(filter).examined
          : this.select(filter, selection).examined,
    };
  }

  private select(
    filter: Filter,
    selection: Selection,
  ): { documents: Document[]; examined: number } {
    const { sort = [], skip = 0, limit = Infinity } = selection;
    if (filter.nearness !== null) return this.selectNearest(filter, skip, limit);
    const plan = this.plan(filter, selection);
    const documents: Document[] = [];
    let examined = 0;
    const enough = plan.isSorted ? skip + limit : Infinity;
    if (enough === 0) return { documents, examined };
    search: for (const batch of this.candidates(plan, sort)) {
      for (const document of batch) {
        examined++;
        if (!filter.test(document)) continue;
        documents.push(document);
        if (documents.length >= enough) break search;
      }
    }
    if (!plan.isSorted) documents.sort(compareBy(sort));
    return { documents: documents.slice(skip, skip + limit), examined };
  }

  private countWith(filter: Filter): { count: number; examined: number } {
    if (filter.condition.kind === 'and' && filter.condition.conditions.length === 0)
      return { count: this.size, examined: 0 };
    const plan = this.plan(filter, {});
    const [scan] = plan.scans ?? [];
    if (scan?.isExact === true && plan.scans?.length === 1)
      return {
        count: scan.ranges.reduce((sum, [start, end]) => sum + end - start, 0),
        examined: 0,
      };
    let count = 0;
    let examined = 0;
    for (const batch of this.candidates(plan, [])) {
      examined += batch.length;
      for (const document of batch) if (filter.test(document)) count++;
    }
    return { count, examined };
  }

  private plan(filter: Filter, { sort = [], skip = 0, limit = Infinity }: Selection): Plan {
    return choosePlan(this.indexList, filter.condition, sort, this.size, skip + limit);
  }

  /**
   * The documents that may match, in batches: yielding them one by one would cost more than testing most conditions.
   */
  private *candidates(plan: Plan, sort: Sort): Generator<Document[]> {
    if (plan.scans === null) {
      yield* batchesOf(this.documents.values());
      return;
    }
    const runs = plan.scans.flatMap(({ index, ranges, isBackward }) =>
      ranges.map(([start, end]) => index.between(start, end, isBackward ?? false)),
    );
    const isRepeating = plan.scans.length > 1 || plan.scans.some((scan) => scan.index.isMultikey);
    const seen = new Set<Document>();
    const isMerging = plan.isSorted && sort.length > 0 && runs.length > 1;
    for (const batch of isMerging ? merge(runs, sort) : chain(runs)) {
      if (!isRepeating) yield batch;
      else yield batch.filter((document) => !seen.has(document) && seen.add(document));
    }
  }

  private selectNearest(filter: Filter, skip: number, limit: number) {
    const { nearness } = filter;
    const near: { document: Document; distance: number }[] = [];
    for (const document of this.documents.values()) {
      if (nearness === null || !filter.test(document)) continue;
      let distance = Infinity;
      someAt(document, nearness.path, (value) => {
        distance = Math.min(distance, nearness.distance(value) ?? Infinity);
        return false;
      });
      near.push({ document, distance });
    }
    near.sort((a, b) => a.distance - b.distance);
    const documents = near.slice(skip, skip + limit).map(({ document }) => document);
    return { documents, examined: this.size };
  }
}
