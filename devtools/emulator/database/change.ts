import type { Document, Value } from './values';

export type ChangeKind = 'add' | 'update' | 'replace' | 'remove';

/** A write of one document. `before` and `after` are the stored documents; do not mutate them. */
export type Write = {
  collection: string;
  kind: ChangeKind;
  before: Document | null;
  after: Document | null;
};

/** A committed write. Writes of one commit share their sequence. */
export type Change = Write & { id: Value; sequence: number };
