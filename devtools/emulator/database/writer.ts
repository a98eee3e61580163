import { duplicateKey } from '../wire/errors';
import type { Write } from './change';
import { placeOf } from './history';
import type { Locks } from './locks';
import type { Store } from './store';
import type { Transaction } from './transaction';
import type { Document } from './values';
import { idKey } from './values';

/**
 * Writes outside a transaction. Waits while an open transaction holds the document or a unique key, and publishes its
 * previous writes before it waits. Always call `finish` at the end, even after an error.
 */
export class Writer {
  private applied: Write[] = [];

  constructor(
    private readonly store: Store,
    private readonly locks: Locks,
  ) {}

  /** `change` receives the current document and returns the write to make, or null. It is called again after a wait. */
  async write(
    collection: string,
    key: string,
    change: (current: Document | null) => Omit<Write, 'collection' | 'before'> | null,
  ): Promise<Write | null> {
    for (;;) {
      const before = this.store.collection(collection).get(key);
      const holder = this.locks.holderOf(placeOf(collection, key));
      const changed = holder === null ? change(before) : null;
      if (holder === null && changed === null) return null;
      const write: Write | null = changed && { collection, before, ...changed };
      const blocker = holder ?? (write === null ? null : this.blockerOf(write));
      if (blocker === null) {
        if (write !== null) this.apply(write);
        return write;
      }
      this.finish();
      await blocker.ended;
    }
  }

  finish(): void {
    const { applied } = this;
    this.applied = [];
    this.store.publish(applied);
  }

  private apply(write: Write): void {
    this.store.apply(write);
    this.applied.push(write);
  }

  /** The open transaction that holds a unique key of the write; throws when a committed document has that key. */
  private blockerOf({ collection, after }: Write): Transaction | null {
    if (after === null) return null;
    const place = placeOf(collection, idKey(after['_id']));
    for (const index of this.store.collection(collection).indexes) {
      if (!index.description.unique || index.description.name === '_id_') continue;
      for (const { key, text } of index.keysOf(after)) {
        const reservation = this.locks.reservationOf(collection, index.description.name, text);
        if (reservation !== null) return reservation.transaction;
        const owner = index.ownerOf(key);
        if (owner === null) continue;
        const ownerPlace = placeOf(collection, idKey(owner['_id']));
        if (ownerPlace === place) continue;
        const holder = this.locks.holderOf(ownerPlace);
        if (holder === null) throw duplicateKey(collection, index.description.name, text);
        return holder;
      }
    }
    return null;
  }
}
