import { collectionExists, collectionNotExist } from '../wire/errors';
import type { Change, Write } from './change';
import { Collection } from './collection';
import { History } from './history';
import type { IndexDescription } from './index/sorted-index';
import type { Journal, JournalEntry } from './journal-format';
import { collectionsOf, entriesOf, toConflictError } from './store-entries';
import { additions, removals, toEntry } from './store-writes';
import type { Document } from './values';
import { idKey } from './values';

const maxIndexes = 20;
/** Bulk loads are journaled in batches, which bounds the length of a line. */
const bulkBatchSize = 1000;

/** The committed state. A write is applied, then published: journaled, then sent to the listeners. */
export class Store {
  readonly history = new History();
  private collections = new Map<string, Collection>();
  private readonly listeners = new Set<(change: Change) => void>();
  private lastSequence = 0;

  constructor(private readonly journal: Journal | null) {
    if (journal === null) return;
    this.collections = collectionsOf(this.journaled(journal));
    journal.start(() => this.entries());
  }

  get sequence(): number {
    return this.lastSequence;
  }

  names(): string[] {
    return [...this.collections.keys()].sort();
  }

  has(name: string): boolean {
    return this.collections.has(name);
  }

  /** Throws the cloud's error when the collection does not exist. */
  collection(name: string): Collection {
    const collection = this.collections.get(name);
    if (collection === undefined) throw collectionNotExist(name);
    return collection;
  }

  create(name: string): Collection {
    if (this.has(name)) throw collectionExists(name);
    const collection = new Collection(name);
    this.collections.set(name, collection);
    this.append([{ create: name }], () => this.collections.delete(name));
    return collection;
  }

  drop(name: string): void {
    const collection = this.collections.get(name);
    if (collection === undefined) return;
    const writes = removals(collection);
    this.collections.delete(name);
    this.append([{ drop: name }], () => this.collections.set(name, collection));
    this.tell(writes);
  }

  /** Removes the documents and keeps the indexes. */
  empty(name: string): void {
    const collection = this.collection(name);
    const writes = removals(collection);
    const emptied = new Collection(name);
    for (const { description } of collection.indexes.slice(1)) emptied.addIndex(description);
    this.collections.set(name, emptied);
    const indexes = emptied.indexes.slice(1).map(({ description }) => description);
    this.append(
      [
        { drop: name },
        { create: name },
        ...indexes.map((description) => ({ index: name, description })),
      ],
      () => this.collections.set(name, collection),
    );
    this.tell(writes);
  }

  /** Replaces the whole state. */
  restore(entries: Iterable<JournalEntry>): void {
    const previous = this.collections;
    try {
      this.collections = collectionsOf(entries);
      this.journal?.replace(this.entries());
    } catch (error) {
      this.collections = previous;
      throw error;
    }
    this.history.clear();
    this.tellOfAll(previous, removals);
    this.tellOfAll(this.collections, additions);
  }

  addIndex(name: string, description: IndexDescription): void {
    const collection = this.collections.get(name) ?? this.create(name);
    const isThere = collection.indexes.some((index) => isSame(index.description, description));
    if (isThere) return;
    const others = collection.indexes.filter(
      (index) => index.description.name !== description.name,
    );
    // The index of _id does not count towards the limit.
    if (others.length > maxIndexes)
      throw new Error(`${name} has ${maxIndexes} indexes already; the cloud allows no more`);
    let undo: () => void;
    try {
      undo = collection.addIndex(description);
    } catch (error) {
      throw toConflictError(error, name, description.name);
    }
    this.append([{ index: name, description }], undo);
  }

  apply(write: Write): void {
    this.collection(write.collection).change(write.before, write.after);
  }

  /** Makes applied writes durable and visible to listeners, as one commit. */
  publish(writes: Write[]): void {
    if (writes.length === 0) return;
    this.append(writes.map(toEntry), () => this.revert(writes));
    this.tell(writes);
  }

  /** Upserts many documents; changes nothing when a unique index refuses one. */
  load(name: string, documents: Document[]): number {
    const collection = this.collections.get(name) ?? this.create(name);
    const latest = new Map(documents.map((document) => [idKey(document['_id']), document]));
    const writes = [...latest].map(([key, after]): Write => {
      const before = collection.get(key);
      return { collection: name, kind: before === null ? 'add' : 'replace', before, after };
    });
    try {
      collection.load([...latest.values()]);
    } catch (error) {
      throw toConflictError(error, name, 'a unique index');
    }
    for (let start = 0; start < writes.length; start += bulkBatchSize) {
      try {
        this.publish(writes.slice(start, start + bulkBatchSize));
      } catch (error) {
        // Earlier batches are journaled and stay.
        this.revert(writes.slice(start + bulkBatchSize));
        throw error;
      }
    }
    return writes.length;
  }

  listen(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  reset(): void {
    const previous = this.collections;
    this.journal?.replace([]);
    this.collections = new Map();
    this.history.clear();
    this.tellOfAll(previous, removals);
  }

  /** The entries that rebuild the whole state. */
  entries(): Generator<JournalEntry> {
    return entriesOf(this.collections.values());
  }

  private *journaled(journal: Journal): Generator<JournalEntry> {
    for (const { sequence, entries } of journal.load()) {
      this.lastSequence = Math.max(this.lastSequence, sequence);
      yield* entries;
    }
  }

  /** Calls `undo` when journaling fails, so that memory does not hold a change that the journal lacks. */
  private append(entries: JournalEntry[], undo: () => unknown): void {
    const sequence = this.lastSequence + 1;
    try {
      this.journal?.append({ sequence, entries });
    } catch (error) {
      undo();
      throw error;
    }
    this.lastSequence = sequence;
  }

  /** Undoes applied writes, except for documents that a later write has replaced since. */
  private revert(writes: Write[]): void {
    for (const { collection: name, before, after } of [...writes].reverse()) {
      const collection = this.collection(name);
      const current = collection.get(idKey((after ?? before)?.['_id']));
      if (current === after) collection.change(after, before);
    }
  }

  /**
   * Reports a replaced state to live queries as changes. Without listeners the possibly many writes are not even built.
   */
  private tellOfAll(
    collections: Map<string, Collection>,
    toWrites: (collection: Collection) => Write[],
  ): void {
    if (this.listeners.size === 0) return;
    for (const collection of collections.values()) this.tell(toWrites(collection));
  }

  private tell(writes: Write[]): void {
    const sequence = this.lastSequence;
    for (const write of writes) {
      this.history.record(write, sequence);
      const id = (write.after ?? write.before)?.['_id'] ?? null;
      for (const listener of this.listeners) listener({ ...write, id, sequence });
    }
  }
}

function isSame(a: IndexDescription, b: IndexDescription): boolean {
  return a.name === b.name && a.unique === b.unique && a.fields.join() === b.fields.join();
}
