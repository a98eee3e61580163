import { collectionNotExist } from '../wire/errors';
import { Collection } from './collection';
import { DuplicateKey } from './index/sorted-index';
import type { JournalEntry } from './journal-format';

/** The entries that rebuild the collections. */
export function* entriesOf(collections: Iterable<Collection>): Generator<JournalEntry> {
  for (const collection of collections) {
    yield { create: collection.name };
    for (const { description } of collection.indexes.slice(1))
      yield { index: collection.name, description };
    for (const document of collection.all()) yield { put: collection.name, document };
  }
}

/** Rebuilds collections from entries. */
export function collectionsOf(entries: Iterable<JournalEntry>): Map<string, Collection> {
  const collections = new Map<string, Collection>();
  const find = (name: string): Collection => {
    const collection = collections.get(name);
    if (collection === undefined) throw collectionNotExist(name);
    return collection;
  };
  for (const entry of entries) {
    if ('create' in entry) collections.set(entry.create, loadingCollection(entry.create));
    else if ('drop' in entry) collections.delete(entry.drop);
    else if ('index' in entry) find(entry.index).addIndex(entry.description);
    else if ('put' in entry) find(entry.put).change(null, entry.document);
    else find(entry.remove).change({ _id: entry.id }, null);
  }
  for (const collection of collections.values()) {
    try {
      collection.endLoading();
    } catch (error) {
      throw toConflictError(error, collection.name, 'a unique index');
    }
  }
  return collections;
}

function loadingCollection(name: string): Collection {
  const collection = new Collection(name);
  collection.beginLoading();
  return collection;
}

/** Turns a DuplicateKey into an error that names the conflicting rows; returns any other error unchanged. */
export function toConflictError(error: unknown, collection: string, index: string): unknown {
  if (!(error instanceof DuplicateKey)) return error;
  const rows = error.documents.map((document) => JSON.stringify(document['_id'])).join(' and ');
  return new Error(
    `${collection}: rows ${rows} have the same key ${error.key} in ${index}; nothing was changed`,
  );
}
