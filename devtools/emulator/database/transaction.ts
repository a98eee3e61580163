import { randomUUID } from 'node:crypto';
import { duplicateKey, transactionConflict } from '../wire/errors';
import type { ChangeKind, Write } from './change';
import { Collection } from './collection';
import type { Selection } from './collection';
import { placeOf } from './history';
import type { Locks } from './locks';
import type { Filter } from './query/condition';
import type { Store } from './store';
import type { Document } from './values';
import { idKey } from './values';

/** One open transaction. It reads the database as of its first operation and holds its writes back until commit. */
export class Transaction {
  readonly id = randomUUID();
  readonly ended: Promise<void>;
  readonly writes = new Map<string, Write>();
  isBusy = false;
  private snapshot: number | null = null;
  private readonly resolveEnded: () => void;

  constructor(
    private readonly store: Store,
    private readonly locks: Locks,
  ) {
    const { promise, resolve } = deferred();
    this.ended = promise;
    this.resolveEnded = resolve;
  }

  read(collection: string, key: string): Document | null {
    const current = this.store.collection(collection).get(key);
    const place = placeOf(collection, key);
    const own = this.writes.get(place);
    if (own !== undefined) return own.after;
    return this.store.history.versionAt(place, this.since(), current);
  }

  /** The matching documents of the snapshot, with the transaction's own writes applied. */
  find(name: string, filter: Filter, selection: Selection): Document[] {
    const collection = this.store.collection(name);
    const prefix = placeOf(name, '');
    const own = [...this.writes.keys()]
      .filter((place) => place.startsWith(prefix))
      .map((place) => place.slice(prefix.length));
    const changed = new Set([...this.store.history.keysChangedSince(name, this.since()), ...own]);
    if (changed.size === 0) return collection.find(filter, selection);
    const unchanged = collection
      .find(filter)
      .filter((document) => !changed.has(idKey(document['_id'])));
    const versions = [...changed]
      .map((key) => this.read(name, key))
      .filter((document) => document !== null);
    const view = new Collection(name);
    view.load([...unchanged, ...versions]);
    return view.find(filter, selection);
  }

  /** Throws a conflict when the document has changed since the snapshot or another transaction has locked it. */
  write(collection: string, key: string, kind: ChangeKind, after: Document | null): void {
    const place = placeOf(collection, key);
    this.lock(place);
    this.reserve(collection, place, after);
    const before = this.store.collection(collection).get(key);
    const own = this.writes.get(place);
    const isNew = before === null && after !== null;
    this.writes.set(place, {
      collection,
      kind: isNew ? 'add' : own?.kind === 'replace' && kind === 'update' ? 'replace' : kind,
      before,
      after,
    });
  }

  lock(place: string): void {
    const holder = this.locks.holderOf(place);
    const isTaken = holder !== null && holder !== this;
    if (isTaken || this.store.history.hasChangedSince(place, this.since()))
      throw transactionConflict();
    this.locks.take(place, this);
  }

  commit(): void {
    // The administrator's bulk operations ignore locks, so read `before` again.
    const writes = [...this.writes.values()]
      .map((write) => ({ ...write, before: this.current(write) }))
      .filter(({ before, after }) => before !== null || after !== null);
    // Removals come first: they may free unique keys that other writes need.
    writes.sort((a, b) => Number(a.after !== null) - Number(b.after !== null));
    for (const write of writes) this.store.apply(write);
    this.end();
    this.store.publish(writes);
  }

  end(): void {
    this.store.history.close(this);
    this.locks.release(this);
    this.resolveEnded();
  }

  private current({ collection, before, after }: Write): Document | null {
    return this.store.collection(collection).get(idKey((after ?? before)?.['_id']));
  }

  private since(): number {
    if (this.snapshot === null) {
      this.snapshot = this.store.sequence;
      this.store.history.open(this, this.snapshot);
    }
    return this.snapshot;
  }

  /** Reserves the unique keys of the new version and releases those of the transaction's previous one. */
  private reserve(collection: string, place: string, after: Document | null): void {
    this.locks.releaseKeys(place, this);
    if (after === null) return;
    for (const index of this.store.collection(collection).indexes) {
      if (!index.description.unique || index.description.name === '_id_') continue;
      for (const { key, text } of index.keysOf(after)) {
        const reservation = this.locks.reservationOf(collection, index.description.name, text);
        if (reservation !== null && reservation.transaction !== this) throw transactionConflict();
        const owner = index.ownerOf(key);
        const isOwned = owner !== null && this.isBlocking(collection, place, owner);
        if (isOwned || reservation !== null)
          throw duplicateKey(collection, index.description.name, text);
        this.locks.reserve(collection, index.description.name, text, { transaction: this, place });
      }
    }
  }

  /**
   * Whether the committed owner of a key blocks it: not when it is the same document or was rewritten by this
   * transaction.
   */
  private isBlocking(collection: string, place: string, owner: Document): boolean {
    const ownerPlace = placeOf(collection, idKey(owner['_id']));
    if (ownerPlace === place || this.writes.has(ownerPlace)) return false;
    const holder = this.locks.holderOf(ownerPlace);
    const isElsewhere = holder !== null && holder !== this;
    if (isElsewhere || this.store.history.hasChangedSince(ownerPlace, this.since()))
      throw transactionConflict();
    return true;
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}
