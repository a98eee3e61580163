import { fromJson, stringifyEjson } from './ejson';
import type { IndexDescription } from './index/sorted-index';
import type { Document, Value } from './values';

/** One step in rebuilding the state; the verb's value is the collection: `{ put: 'works', document }`. */
export type JournalEntry =
  | { create: string }
  | { drop: string }
  | { index: string; description: IndexDescription }
  | { put: string; document: Document }
  | { remove: string; id: Value };

/** What one commit did. After a crash either all of it or none of it is there. */
export type JournalRecord = { sequence: number; entries: JournalEntry[] };

export type Journal = {
  /** Everything recorded so far, in order. Read it once, before `start`. */
  load(): Iterable<JournalRecord>;
  /** Starts recording; `state` yields the whole state when the journal is compacted. */
  start(state: () => Iterable<JournalEntry>): void;
  /** Returns once the record has reached the operating system. */
  append(record: JournalRecord): void;
  /** Replaces the whole journal by these entries. */
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

/** Throws the SyntaxError of JSON.parse when the line is incomplete. */
export function parseRecord(line: string): JournalRecord {
  const record = JSON.parse(line) as JournalRecord;
  return { sequence: record.sequence, entries: record.entries.map(parseEntry) };
}

/** Turns the JSON values of a parsed entry into database values, in place. */
export function parseEntry(entry: JournalEntry): JournalEntry {
  if ('put' in entry) fromJson(entry.document);
  return 'remove' in entry ? { remove: entry.remove, id: fromJson(entry.id) } : entry;
}
