import { duplicateKey, invalidParameter, requestFailed } from '../wire/errors';
import type { Write } from './change';
import { stringifyEjson } from './ejson';
import { placeOf } from './history';
import { isIdentical } from './identical';
import { documentReply, toReply } from './reply';
import {
  checkDocument,
  collectionOf,
  documentOf,
  filterOf,
  insertedDocuments,
  isByDocument,
  isMulti,
  keyOf,
  transactionOf,
} from './request';
import type { Action, Request } from './request';
import type { Store } from './store';
import type { Transactions } from './transactions';
import { compileUpdate } from './update/update';
import type { Document } from './values';
import { idKey } from './values';
import { Writer } from './writer';

/** The write to make; null when there is none. */
type Outcome = Omit<Write, 'collection' | 'before'> | null;
type ChangeDocument = (current: Document | null) => Outcome;

/** The write actions of the wire. */
export function createWrites(store: Store, transactions: Transactions, createId: () => string) {
  async function insertDocument(request: Request) {
    const name = collectionOf(request);
    const documents = insertedDocuments(request, createId);
    const transactionId = transactionOf(request);
    if (transactionId !== null) {
      await transactions.run(transactionId, (transaction) => {
        for (const document of documents) {
          const key = idKey(document['_id']);
          if (transaction.read(name, key) !== null) throw idTaken(name, document);
          transaction.write(name, key, 'add', document);
        }
      });
    } else {
      await writing(async (writer) => {
        for (const document of documents) {
          await writer.write(name, idKey(document['_id']), (current) => {
            if (current !== null) throw idTaken(name, document);
            return { kind: 'add', after: document };
          });
        }
      });
    }
    return {
      data: { insertedIds: documents.map((document) => toReply(document['_id'] ?? null)) },
    };
  }

  /** As documented, `doc.set` counts the document it finds, while updates count only the documents they change. */
  async function modifyDocument(request: Request) {
    const name = collectionOf(request);
    const isReplacing = request.body['merge'] === false;
    const data = documentOf(request, 'data');
    const change = isReplacing ? replacement(request, data) : modification(request, data);
    if (!isByDocument(request)) {
      const written = await writeMatching(request, name, change);
      return { data: { updated: written.length, upsert_id: null } };
    }
    const { before, outcome } = await writeOne(request, name, keyOf(request), change);
    const isCounted = before !== null && (isReplacing || outcome !== null);
    const id = toReply(documentOf(request, 'query')['_id'] ?? null);
    return {
      data: { updated: Number(isCounted), upsert_id: outcome?.kind === 'add' ? id : null },
    };
  }

  /** Counts the document it finds, even when nothing changes, and returns it. */
  async function modifyAndReturnDoc(request: Request) {
    const name = collectionOf(request);
    const change = modification(request, documentOf(request, 'data'));
    const key = isByDocument(request) ? keyOf(request) : await firstMatch(request, name);
    const { before, outcome } = await writeOne(request, name, key, change);
    const after = outcome?.after ?? before;
    return {
      data: {
        updated: Number(before !== null),
        doc: after === null ? null : documentReply(after),
      },
    };
  }

  async function firstMatch(request: Request, name: string): Promise<string> {
    const filter = filterOf(request);
    const transactionId = transactionOf(request);
    const [first] =
      transactionId === null
        ? store.collection(name).find(filter, { limit: 1 })
        : await transactions.run(transactionId, (transaction) =>
            transaction.find(name, filter, { limit: 1 }),
          );
    return idKey(first?.['_id']);
  }

  async function removeDocument(request: Request) {
    const name = collectionOf(request);
    const change: ChangeDocument = (current) =>
      current === null ? null : { kind: 'remove', after: null };
    const deleted = isByDocument(request)
      ? Number((await writeOne(request, name, keyOf(request), change)).before !== null)
      : (await writeMatching(request, name, change)).length;
    return { data: { deleted } };
  }

  /** Writes one document, inside or outside a transaction. */
  async function writeOne(
    request: Request,
    name: string,
    key: string,
    change: ChangeDocument,
  ): Promise<{ before: Document | null; outcome: Outcome }> {
    const transactionId = transactionOf(request);
    const seen: { document: Document | null } = { document: null };
    const observed: ChangeDocument = (current) => {
      seen.document = current;
      return change(current);
    };
    if (transactionId === null) {
      const outcome = await writing((writer) => writer.write(name, key, observed));
      return { before: seen.document, outcome };
    }
    return transactions.run(transactionId, (transaction) => {
      const outcome = observed(transaction.read(name, key));
      if (outcome !== null) {
        transaction.lock(placeOf(name, key));
        transaction.write(name, key, outcome.kind, outcome.after);
      }
      return { before: seen.document, outcome };
    });
  }

  /** Writes all matching documents, or the first. After a wait for a lock the document must still match. */
  async function writeMatching(
    request: Request,
    name: string,
    change: ChangeDocument,
  ): Promise<Write[]> {
    if (transactionOf(request) !== null)
      throw requestFailed('where() cannot write in a transaction, only doc() can');
    const filter = filterOf(request);
    const limit = isMulti(request) ? Infinity : 1;
    const written: Write[] = [];
    const keys = store
      .collection(name)
      .find(filter, { limit })
      .map((document) => idKey(document['_id']));
    await writing(async (writer) => {
      for (const key of keys) {
        const write = await writer.write(name, key, (current) =>
          current !== null && filter.test(current) ? change(current) : null,
        );
        if (write !== null) written.push(write);
      }
    });
    return written;
  }

  async function writing<Result>(write: (writer: Writer) => Promise<Result>): Promise<Result> {
    const writer = new Writer(store, transactions.locks);
    try {
      return await write(writer);
    } finally {
      writer.finish();
    }
  }

  return { insertDocument, modifyDocument, modifyAndReturnDoc, removeDocument } satisfies Record<
    string,
    Action
  >;
}

function replacement(request: Request, data: Document): ChangeDocument {
  if ('_id' in data) throw invalidParameter('不能更新_id的值');
  const id = documentOf(request, 'query')['_id'];
  if (id === undefined) throw invalidParameter('a document is replaced by its _id');
  const after = checkDocument({ _id: id, ...data });
  return (current) => {
    if (current === null) return request.body['upsert'] === true ? { kind: 'add', after } : null;
    return isIdentical(current, after) ? null : { kind: 'replace', after };
  };
}

function modification(request: Request, data: Document): ChangeDocument {
  const update = compileUpdate(data, request.serverTime);
  const matches = Object.keys(data).length === 0 ? null : filterOf(request);
  return (current) => {
    if (current === null) return null;
    const after = checkDocument(update(current, matches?.test));
    return isIdentical(current, after) ? null : { kind: 'update', after };
  };
}

function idTaken(collection: string, document: Document) {
  const id = document['_id'];
  return duplicateKey(collection, '_id_', `{ _id: ${stringifyEjson(id ?? null)} }`);
}
