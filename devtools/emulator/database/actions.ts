import { runPipeline } from './aggregate/pipeline';
import { duplicateKey, invalidParameter, requestFailed } from '../wire/errors';
import type { Write } from './change';
import { stringifyEjson } from './ejson';
import { placeOf } from './history';
import { compileProjection } from './project';
import {
  checkDocument,
  collectionOf,
  documentOf,
  filterOf,
  insertedDocuments,
  isByDocument,
  isMulti,
  pageOf,
  sortOf,
  transactionOf,
} from './request';
import type { Request } from './request';
import type { Store } from './store';
import type { Transactions } from './transactions';
import { compileUpdate, isIdentical } from './update/update';
import type { Document } from './values';
import { idKey } from './values';
import { Writer } from './writer';

export type Reply = Record<string, unknown>;
export type Action = (request: Request) => Promise<Reply> | Reply;

type Outcome = Omit<Write, 'collection' | 'before'> | null;

/** The actions of the wire, by their names without `database.`. */
export function createActions(
  store: Store,
  transactions: Transactions,
  createId: () => string,
): Map<string, Action> {
  function addCollection(request: Request): Reply {
    store.create(collectionOf(request));
    return {};
  }

  async function insertDocument(request: Request): Promise<Reply> {
    const name = collectionOf(request);
    const documents = insertedDocuments(request, createId);
    const insertedIds = documents.map((document) => document['_id']);
    const transactionId = transactionOf(request);
    if (transactionId !== null) {
      await transactions.run(transactionId, (transaction) => {
        for (const document of documents) {
          const key = idKey(document['_id']);
          if (transaction.read(name, key) !== null) throw idTaken(name, document);
          transaction.write(name, key, 'add', document);
        }
      });
      return { data: { insertedIds } };
    }
    await writing(async (writer) => {
      for (const document of documents) {
        await writer.write(name, idKey(document['_id']), (current) => {
          if (current !== null) throw idTaken(name, document);
          return { kind: 'add', after: document };
        });
      }
    });
    return { data: { insertedIds } };
  }

  async function getDocument(request: Request): Promise<Reply> {
    const name = collectionOf(request);
    const transactionId = transactionOf(request);
    const documents =
      transactionId === null ? found(request, name) : await foundIn(transactionId, request, name);
    const projection = documentOf(request, 'projection');
    const isWhole = Object.keys(projection).length === 0;
    const shown = isWhole ? documents : documents.map(compileProjection(projection));
    return { data: { list: isByDocument(request) ? shown.map(stringifyEjson) : listOf(shown) } };
  }

  function found(request: Request, name: string): Document[] {
    const collection = store.collection(name);
    if (isByDocument(request)) {
      const document = collection.get(keyOf(request));
      return document === null ? [] : [document];
    }
    return collection.find(filterOf(request), { sort: sortOf(request), ...pageOf(request) });
  }

  function foundIn(transactionId: string, request: Request, name: string): Promise<Document[]> {
    return transactions.run(transactionId, (transaction) => {
      if (!isByDocument(request))
        throw requestFailed('where().get() is not supported in a transaction, only doc().get()');
      const document = transaction.read(name, keyOf(request));
      return document === null ? [] : [document];
    });
  }

  function calculateDocument(request: Request): Reply {
    const total = store.collection(collectionOf(request)).count(filterOf(request));
    return { data: { total } };
  }

  async function modifyDocument(request: Request): Promise<Reply> {
    const name = collectionOf(request);
    const isReplacing = request.body['merge'] === false;
    const data = documentOf(request, 'data');
    const change = isReplacing ? replacement(request, data) : modification(request, data);
    if (!isByDocument(request)) {
      const written = await writeMatching(request, name, change);
      return { data: { updated: written.length, upsert_id: null } };
    }
    const id = documentOf(request, 'query')['_id'];
    const write = await writeOne(request, name, idKey(id), change);
    const isAdded = write?.kind === 'add';
    return {
      data: { updated: write === null || isAdded ? 0 : 1, upsert_id: isAdded ? id : null },
    };
  }

  async function modifyAndReturnDoc(request: Request): Promise<Reply> {
    const name = collectionOf(request);
    const change = modification(request, documentOf(request, 'data'));
    const key = isByDocument(request)
      ? keyOf(request)
      : idKey(store.collection(name).find(filterOf(request), { limit: 1 })[0]?.['_id']);
    const write = await writeOne(request, name, key, change);
    const after = write?.after ?? store.collection(name).get(key);
    return {
      data: {
        updated: write === null ? 0 : 1,
        doc: after === null ? null : stringifyEjson(after),
      },
    };
  }

  async function removeDocument(request: Request): Promise<Reply> {
    const name = collectionOf(request);
    const change = (current: Document | null): Outcome =>
      current === null ? null : { kind: 'remove', after: null };
    const deleted = isByDocument(request)
      ? Number((await writeOne(request, name, keyOf(request), change)) !== null)
      : (await writeMatching(request, name, change)).length;
    return { data: { deleted } };
  }

  /** One document, in a transaction or outside. */
  async function writeOne(
    request: Request,
    name: string,
    key: string,
    change: (current: Document | null) => Outcome,
  ): Promise<Outcome> {
    const transactionId = transactionOf(request);
    if (transactionId === null) return writing((writer) => writer.write(name, key, change));
    return transactions.run(transactionId, (transaction) => {
      const outcome = change(transaction.read(name, key));
      if (outcome === null) return null;
      transaction.lock(placeOf(name, key));
      transaction.write(name, key, outcome.kind, outcome.after);
      return outcome;
    });
  }

  /** All documents that match, or the first. A document that was waited for must still match. */
  async function writeMatching(
    request: Request,
    name: string,
    change: (current: Document | null) => Outcome,
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

  function replacement(request: Request, data: Document) {
    if ('_id' in data) throw invalidParameter('不能更新_id的值');
    const id = documentOf(request, 'query')['_id'];
    if (id === undefined) throw invalidParameter('a document is replaced by its _id');
    const after = checkDocument({ _id: id, ...data });
    return (current: Document | null): Outcome => {
      if (current === null) return request.body['upsert'] === true ? { kind: 'add', after } : null;
      return isIdentical(current, after) ? null : { kind: 'replace', after };
    };
  }

  function modification(request: Request, data: Document) {
    const update = compileUpdate(data, request.serverTime);
    const matches = Object.keys(data).length === 0 ? null : filterOf(request);
    return (current: Document | null): Outcome => {
      if (current === null) return null;
      const after = checkDocument(update(current, matches?.test));
      return isIdentical(current, after) ? null : { kind: 'update', after };
    };
  }

  function aggregateDocuments(request: Request): Reply {
    store.collection(collectionOf(request));
    const documents = runPipeline(store, request);
    return { data: { list: listOf(documents) } };
  }

  async function writing<Result>(write: (writer: Writer) => Promise<Result>): Promise<Result> {
    const writer = new Writer(store, transactions.locks);
    try {
      return await write(writer);
    } finally {
      writer.finish();
    }
  }

  function needTransaction(request: Request): string {
    const id = transactionOf(request);
    if (id === null) throw invalidParameter('transactionId is missing');
    return id;
  }

  return new Map<string, Action>([
    ['addCollection', addCollection],
    ['insertDocument', insertDocument],
    ['getDocument', getDocument],
    ['calculateDocument', calculateDocument],
    ['modifyDocument', modifyDocument],
    ['modifyAndReturnDoc', modifyAndReturnDoc],
    ['removeDocument', removeDocument],
    ['aggregateDocuments', aggregateDocuments],
    ['startTransaction', () => ({ transactionId: transactions.begin() })],
    [
      'commitTransaction',
      (request) => {
        transactions.commit(needTransaction(request));
        return {};
      },
    ],
    [
      'abortTransaction',
      (request) => {
        transactions.abort(needTransaction(request));
        return {};
      },
    ],
  ]);
}

const largestAnswer = 16 * 1024 * 1024;

/** Documents as they travel; more than the cloud puts into one packet is refused, not cut off. */
function listOf(documents: Document[]): string[] {
  let length = 0;
  return documents.map((document) => {
    const text = stringifyEjson(document);
    length += text.length;
    if (length > largestAnswer) throw requestFailed('query result size exceed limit (16MB)');
    return text;
  });
}

function keyOf(request: Request): string {
  return idKey(documentOf(request, 'query')['_id']);
}

function idTaken(collection: string, document: Document) {
  const id = document['_id'];
  return duplicateKey(collection, '_id_', `{ _id: ${stringifyEjson(id ?? null)} }`);
}
