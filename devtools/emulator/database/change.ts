import type { Document, Value } from './values';

export type ChangeKind = 'add' | 'update' | 'replace' | 'remove';

/** A write of one document. The documents are the stored ones: read, never mutate. */
export type Write = {
  collection: string;
  kind: ChangeKind;
  before: Document | null;
  after: Document | null;
};

/** A committed write. Writes of one commit share their sequence. */
export type Change = Write & { id: Value; sequence: number };
