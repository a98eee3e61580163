import { fromJson, stringifyEjson } from './ejson';
import type { IndexDescription } from './index/sorted-index';
import type { Document, Value } from './values';

/** One step of building the state. Collections are named by the verb: `{ put: 'works', document }`. */
export type JournalEntry =
  | { create: string }
  | { drop: string }
  | { index: string; description: IndexDescription }
  | { put: string; document: Document }
  | { remove: string; id: Value };

/** What one commit did: all of it is there after a crash, or nothing. */
export type JournalRecord = { sequence: number; entries: JournalEntry[] };

export type Journal = {
  /** Everything recorded so far, in order. To be read once, before `start`. */
  load(): Iterable<JournalRecord>;
  /** Begins recording; `state` yields the whole state when the journal wants to be rewritten shorter. */
  start(state: () => Iterable<JournalEntry>): void;
  /** When this returns, the record has reached the operating system. */
  append(record: JournalRecord): void;
  /** Forgets everything but these. */
  replace(entries: Iterable<JournalEntry>): void;
  close(): void;
};

/** A line of a journal: the documents in canonical EJSON, the rest in plain JSON. */
export function stringifyRecord({ sequence, entries }: JournalRecord): string {
  return `{"sequence":${sequence},"entries":[${entries.map(stringifyEntry).join(',')}]}\n`;
}

export function stringifyEntry(entry: JournalEntry): string {
  if ('put' in entry)
    return `{"put":${JSON.stringify(entry.put)},"document":${stringifyEjson(entry.document)}}`;
  if ('remove' in entry)
    return `{"remove":${JSON.stringify(entry.remove)},"id":${stringifyEjson(entry.id)}}`;
  return JSON.stringify(entry);
}

/** Throws what JSON.parse throws when the line is torn. */
export function parseRecord(line: string): JournalRecord {
  const record = JSON.parse(line) as JournalRecord;
  return { sequence: record.sequence, entries: record.entries.map(parseEntry) };
}

/** Turns an entry that JSON.parse built into one with values, in place. */
export function parseEntry(entry: JournalEntry): JournalEntry {
  if ('put' in entry) fromJson(entry.document);
  return 'remove' in entry ? { remove: entry.remove, id: fromJson(entry.id) } : entry;
}
