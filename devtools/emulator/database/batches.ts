import { compareBy } from './query/sort';
import type { Sort } from './query/sort';
import type { Document } from './values';

export function* chain(runs: Generator<Document[]>[]): Generator<Document[]> {
  for (const run of runs) yield* run;
}

const batchSize = 512;

export function* batchesOf(documents: Iterable<Document>): Generator<Document[]> {
  let batch: Document[] = [];
  for (const document of documents) {
    batch.push(document);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Merges sorted runs. */
export function* merge(runs: Generator<Document[]>[], sort: Sort): Generator<Document[]> {
  const compare = compareBy(sort);
  const heads = runs.flatMap((run) => headOf(run) ?? []);
  while (heads.length > 0) {
    const [first, ...others] = heads;
    if (first === undefined) return;
    const smallest = others.reduce(
      (chosen, head) => (compare(head.document, chosen.document) < 0 ? head : chosen),
      first,
    );
    yield [smallest.document];
    if (!advance(smallest)) heads.splice(heads.indexOf(smallest), 1);
  }
}

type Head = { run: Generator<Document[]>; batch: Document[]; position: number; document: Document };

function headOf(run: Generator<Document[]>): Head | null {
  const next = run.next();
  const document = next.done === true ? undefined : next.value[0];
  return next.done === true || document === undefined
    ? null
    : { run, batch: next.value, position: 0, document };
}

function advance(head: Head): boolean {
  const within = head.batch[head.position + 1];
  if (within !== undefined) {
    head.position += 1;
    head.document = within;
    return true;
  }
  const following = headOf(head.run);
  return following !== null && Object.assign(head, following) === head;
}
