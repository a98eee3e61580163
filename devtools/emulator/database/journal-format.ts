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
  /** Everything recorded so far, in order. */
  load(): Iterable<JournalRecord>;
  /** Begins recording; `state` yields the whole state whenever the journal wants to be rewritten shorter. */
  start(state: () => Iterable<JournalEntry>): void;
  /** When this returns, the record has reached the operating system. */
  append(record: JournalRecord): void;
  /** Forgets everything. */
  reset(): void;
  close(): void;
};
