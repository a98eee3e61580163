import { runPipeline } from './aggregate/pipeline';
import { invalidParameter } from '../wire/errors';
import { createReads } from './reads';
import { collectionOf, transactionOf } from './request';
import type { Action, Request } from './request';
import { listReply } from './reply';
import type { Store } from './store';
import type { Transactions } from './transactions';
import { createWrites } from './writes';

/** The actions of the wire, by their names without `database.`. */
export function createActions(
  store: Store,
  transactions: Transactions,
  createId: () => string,
): Map<string, Action> {
  const { getDocument, calculateDocument } = createReads(store, transactions);
  const writes = createWrites(store, transactions, createId);

  return new Map<string, Action>([
    [
      'addCollection',
      (request) => {
        store.create(collectionOf(request));
        return {};
      },
    ],
    ['getDocument', getDocument],
    ['calculateDocument', calculateDocument],
    ['insertDocument', writes.insertDocument],
    ['modifyDocument', writes.modifyDocument],
    ['modifyAndReturnDoc', writes.modifyAndReturnDoc],
    ['removeDocument', writes.removeDocument],
    [
      'aggregateDocuments',
      (request) => {
        store.collection(collectionOf(request));
        return { data: { list: listReply(runPipeline(store, request)) } };
      },
    ],
    ['startTransaction', () => ({ transactionId: transactions.begin() })],
    [
      'commitTransaction',
      (request) => {
        transactions.commit(requireTransaction(request));
        return {};
      },
    ],
    [
      'abortTransaction',
      (request) => {
        transactions.abort(requireTransaction(request));
        return {};
      },
    ],
  ]);
}

function requireTransaction(request: Request): string {
  const id = transactionOf(request);
  if (id === null) throw invalidParameter('transactionId is missing');
  return id;
}
