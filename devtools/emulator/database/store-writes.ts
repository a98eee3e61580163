import type { Write } from './change';
import type { Collection } from './collection';
import type { JournalEntry } from './journal-format';

/** The writes that remove every document of a collection. */
export function removals(collection: Collection): Write[] {
  return [...collection.all()].map((before) => ({
    collection: collection.name,
    kind: 'remove',
    before,
    after: null,
  }));
}

/** The writes that add every document of a collection. */
export function additions(collection: Collection): Write[] {
  return [...collection.all()].map((after) => ({
    collection: collection.name,
    kind: 'add',
    before: null,
    after,
  }));
}

export function toEntry({ collection, before, after }: Write): JournalEntry {
  return after === null
    ? { remove: collection, id: before?.['_id'] ?? null }
    : { put: collection, document: after };
}
