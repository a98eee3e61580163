import { businessDay } from '../time/business-day';
import { monthsBefore } from '../time/business-month';

/**
 * Rows that only diagnoses read, and how old they must be. Money rows and works are never archived. Whole months go at once, so that a
 * file holds more than the rows of a day.
 */
export const archiveKinds = [
  { collection: 'admin_logs', moment: 'createdAt', key: 'target', months: 12, rowsPerFile: 200 },
  {
    collection: 'payment_events',
    moment: 'createdAt',
    key: 'orderId',
    months: 12,
    rowsPerFile: 200,
  },
  { collection: 'task_attempts', moment: 'endedAt', key: 'workId', months: 3, rowsPerFile: 200 },
] as const;
export type ArchiveKind = (typeof archiveKinds)[number];

/** Messages of a conversation that its owner removed go by conversation: they are their owner's, and leave with the account. */
export const chatKind = {
  collection: 'chat_messages',
  key: 'sessionId',
  months: 1,
  rowsPerFile: 50,
} as const;

export type ArchivedCollection = ArchiveKind['collection'] | typeof chatKind.collection;

/**
 * `writing`: the rows are being copied · `written`: the file holds them, and they are being removed · `done`: the file is where they
 * are.
 */
export const archiveStates = ['writing', 'written', 'done'] as const;
export type ArchiveState = (typeof archiveStates)[number];

/** One file of archived rows. */
export type Archive = {
  id: string;
  collection: ArchivedCollection;
  /** `YYYYMM` of its first row. */
  month: string;
  /** The owner of the rows; empty for rows without an owner. */
  userId: string;
  /** Rows to copy and to remove; empty once that is done. */
  ids: string[];
  /** What its rows are about, to find the file without reading it. */
  keys: string[];
  state: ArchiveState;
  /** Of the latest attempt: another one has another path, and only the owner of this one may go on. */
  path: string;
  fileId: string;
  rows: number;
  sha256: string;
  createdAt: Date;
};

/** Rows from before this moment go. */
export function archiveBefore({ months }: { months: number }, now: Date): Date {
  return monthsBefore(now, months);
}

export function monthOf(moment: Date): string {
  return businessDay(moment).slice(0, 6);
}

/** Between three and five at night in Beijing; a look comes every two hours. */
export function isArchiveTime(now: Date): boolean {
  const hour = (now.getUTCHours() + 8) % 24;
  return hour === 3 || hour === 4;
}
