import { stringifyEjson } from '../ejson';
import { compareValues, rankOf } from '../order';
import type { Cut } from '../query/condition';
import { several, toPath, valueAt, valuesAt } from '../query/path';
import type { Path } from '../query/path';
import type { Document, MaybeValue, Value } from '../values';
import { fieldOf, isDocument, isNumeric, toNumber } from '../values';
import { SortedEntries } from './sorted-entries';

/** `fields` are `"a"` for ascending, `"-b"` for descending. */
export type IndexDescription = { name: string; fields: string[]; unique: boolean };

export type IndexField = { path: Path; direction: 1 | -1 };

/** All keys that start with `prefix` and whose next field lies between the cuts. */
export type Span = { prefix: Value[]; low: Cut | null; high: Cut | null };

/**
 * One key of a document that has several keys because a path met an array. A document with a single key is its own
 * entry.
 */
class Keyed {
  constructor(
    readonly document: Document,
    readonly key: MaybeValue[],
  ) {}
}

type Entry = Document | Keyed;

/** Two documents have the same key in a unique index. */
export class DuplicateKey extends Error {
  constructor(
    readonly key: string,
    readonly documents: [Document, Document],
  ) {
    super(`duplicate key ${key}`);
  }
}

export class SortedIndex {
  readonly fields: IndexField[];
  private readonly entries = new SortedEntries<Entry>((a, b) => this.compare(a, b));
  private keyedCount = 0;

  constructor(readonly description: IndexDescription) {
    this.fields = description.fields.map((field) =>
      field.startsWith('-')
        ? { path: toPath(field.slice(1)), direction: -1 }
        : { path: toPath(field), direction: 1 },
    );
  }

  /** Whether a document has several keys. Then a range may contain it twice, and bounds cannot be combined. */
  get isMultikey(): boolean {
    return this.keyedCount > 0;
  }

  /** Replaces everything. Throws DuplicateKey when documents share a key of a unique index. */
  load(documents: Iterable<Document>): void {
    const entries: Entry[] = [];
    this.keyedCount = 0;
    for (const document of documents) {
      for (const entry of this.entriesOf(document)) entries.push(entry);
    }
    this.keyedCount = entries.reduce((count, entry) => count + Number(entry instanceof Keyed), 0);
    this.entries.load(entries);
    if (this.description.unique) this.checkUnique();
  }

  add(document: Document): void {
    for (const entry of this.entriesOf(document)) {
      this.entries.add(entry);
      if (entry instanceof Keyed) this.keyedCount++;
    }
  }

  remove(document: Document): void {
    for (const entry of this.entriesOf(document)) {
      if (this.entries.remove(entry) && entry instanceof Keyed) this.keyedCount--;
    }
  }

  /** `before` and `after` are versions of the same document. */
  replace(before: Document, after: Document): void {
    const isInPlace =
      this.entriesOf(before)[0] === before &&
      this.entriesOf(after)[0] === after &&
      this.compare(before, after) === 0;
    if (isInPlace) this.entries.replace(after);
    else {
      this.remove(before);
      this.add(after);
    }
  }

  /** The keys of a document, each with its text for errors and reservations. */
  keysOf(document: Document): { key: MaybeValue[]; text: string }[] {
    return this.entriesOf(document).map((entry) => {
      const key = this.fields.map((_, field) => this.keyAt(entry, field));
      return { key, text: this.keyText(key) };
    });
  }

  /** A document with this key; null when there is none. */
  ownerOf(key: MaybeValue[]): Document | null {
    const prefix = key.map((value) => value ?? null);
    const [start, end] = this.ranks({ prefix, low: null, high: null });
    const first = start < end ? this.entries.at(start) : undefined;
    return first === undefined ? null : documentOf(first);
  }

  /** The first rank inside the span, and the first rank after it. */
  ranks(span: Span): [start: number, end: number] {
    const isDescending = this.fields[span.prefix.length]?.direction === -1;
    const startCut = isDescending ? span.high : span.low;
    const endCut = isDescending ? span.low : span.high;
    return [
      this.entries.rank((entry) => this.sideOf(entry, span.prefix, startCut) || 1),
      this.entries.rank((entry) => this.sideOf(entry, span.prefix, endCut) || -1),
    ];
  }

  /** The documents at these ranks, in batches of a few hundred. */
  *between(start: number, end: number, isBackward: boolean): Generator<Document[]> {
    for (const entries of this.entries.between(start, end, isBackward))
      yield this.isMultikey ? entries.map(documentOf) : (entries as Document[]);
  }

  private sideOf(entry: Entry, prefix: Value[], cut: Cut | null): number {
    for (let field = 0; field < prefix.length; field++) {
      const compared = compareValues(this.keyAt(entry, field), prefix[field]);
      if (compared !== 0) return compared * this.directionOf(field);
    }
    if (cut === null) return 0;
    return compareToCut(this.keyAt(entry, prefix.length), cut) * this.directionOf(prefix.length);
  }

  private compare(a: Entry, b: Entry): number {
    for (let field = 0; field < this.fields.length; field++) {
      const compared = compareValues(this.keyAt(a, field), this.keyAt(b, field));
      if (compared !== 0) return compared * this.directionOf(field);
    }
    return compareValues(documentOf(a)['_id'], documentOf(b)['_id']);
  }

  private directionOf(field: number): number {
    return this.fields[field]?.direction ?? 1;
  }

  private keyAt(entry: Entry, field: number): MaybeValue {
    if (entry instanceof Keyed) return entry.key[field];
    const path = this.fields[field]?.path;
    if (path === undefined) return undefined;
    if (path.steps.length === 1) return fieldOf(entry, path.text);
    const value = valueAt(entry, path);
    return value === several ? undefined : value;
  }

  private entriesOf(document: Document): Entry[] {
    const isSingle = this.fields.every(({ path }) => valueAt(document, path) !== several);
    if (isSingle) return [document];
    let keys: MaybeValue[][] = [[]];
    for (const { path } of this.fields) {
      const values = distinct(valuesAt(document, path));
      keys = keys.flatMap((key) => values.map((value) => [...key, value]));
    }
    return keys.map((key) => new Keyed(document, key));
  }

  private keyText(key: MaybeValue[]): string {
    const parts = this.fields.map(({ path }, field) => `${path.text}: ${keyPartText(key[field])}`);
    return `{ ${parts.join(', ')} }`;
  }

  private checkUnique(): void {
    let previous: Entry | null = null;
    for (const entries of this.entries.between(0, this.entries.size)) {
      for (const entry of entries) {
        if (previous !== null) this.checkApart(previous, entry);
        previous = entry;
      }
    }
  }

  private checkApart(last: Entry, entry: Entry): void {
    if (documentOf(last) === documentOf(entry)) return;
    for (let field = 0; field < this.fields.length; field++)
      if (compareValues(this.keyAt(last, field), this.keyAt(entry, field)) !== 0) return;
    const key = this.fields.map((_, field) => this.keyAt(entry, field));
    throw new DuplicateKey(this.keyText(key), [documentOf(last), documentOf(entry)]);
  }
}

function documentOf(entry: Entry): Document {
  return entry instanceof Keyed ? entry.document : entry;
}

function compareToCut(value: MaybeValue, cut: Cut): number {
  const compared = 'rank' in cut ? rankOf(value) - cut.rank : compareValues(value, cut.value);
  return compared || -cut.side;
}

function distinct(values: MaybeValue[]): MaybeValue[] {
  const sorted = [...values].sort(compareValues);
  return sorted.filter(
    (value, index) => index === 0 || compareValues(value, sorted[index - 1]) !== 0,
  );
}

/** Equal values have equal texts, regardless of their numeric types. */
function keyPartText(value: MaybeValue): string {
  if (value === undefined || value === null) return 'null';
  if (isNumeric(value)) return String(toNumber(value));
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  return isDocument(value) || typeof value !== 'string'
    ? stringifyEjson(value)
    : JSON.stringify(value);
}
