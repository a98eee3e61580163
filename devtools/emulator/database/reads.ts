import { compileProjection } from './project';
import { documentReply, listReply } from './reply';
import { collectionOf, documentOf, filterOf, isByDocument, keyOf, pageOf } from './request';
import { sortOf, transactionOf } from './request';
import type { Action, Request } from './request';
import type { Store } from './store';
import type { Transactions } from './transactions';
import type { Document } from './values';

/** The read actions of the wire. */
export function createReads(store: Store, transactions: Transactions) {
  async function getDocument(request: Request) {
    const name = collectionOf(request);
    const transactionId = transactionOf(request);
    const documents =
      transactionId === null ? find(request, name) : await findIn(transactionId, request, name);
    const projection = documentOf(request, 'projection');
    const isWhole = Object.keys(projection).length === 0;
    const shown = isWhole ? documents : documents.map(compileProjection(projection));
    // A single document may have the full size of a document; the limit of a packet applies to lists.
    return { data: { list: isByDocument(request) ? shown.map(documentReply) : listReply(shown) } };
  }

  function find(request: Request, name: string): Document[] {
    const collection = store.collection(name);
    if (isByDocument(request)) return listOf(collection.get(keyOf(request)));
    return collection.find(filterOf(request), { sort: sortOf(request), ...pageOf(request) });
  }

  function findIn(transactionId: string, request: Request, name: string): Promise<Document[]> {
    return transactions.run(transactionId, (transaction) => {
      if (isByDocument(request)) return listOf(transaction.read(name, keyOf(request)));
      const selection = { sort: sortOf(request), ...pageOf(request) };
      return transaction.find(name, filterOf(request), selection);
    });
  }

  function calculateDocument(request: Request) {
    const total = store.collection(collectionOf(request)).count(filterOf(request));
    return { data: { total } };
  }

  return { getDocument, calculateDocument } satisfies Record<string, Action>;
}

function listOf(document: Document | null): Document[] {
  return document === null ? [] : [document];
}
