import { businessDay } from '../time/business-day';
import { monthsBefore } from '../time/business-month';

/**
 * Rows that serve only for diagnosis, and the age at which they are archived. Money rows and works never are. Only whole months
 * are archived, so that a file holds more than the rows of a day.
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

/**
 * Messages of a conversation that its owner removed are archived per conversation: they belong to the owner, and are removed with
 * the account.
 */
export const chatKind = {
  collection: 'chat_messages',
  key: 'sessionId',
  months: 1,
  rowsPerFile: 50,
} as const;

export type ArchivedCollection = ArchiveKind['collection'] | typeof chatKind.collection;

/**
 * `writing`: the rows are being copied · `written`: the file holds them, and they are being removed · `done`: they exist only in
 * the file.
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
  /** The subjects of its rows, to find the file without reading it. */
  keys: string[];
  state: ArchiveState;
  /** Path of the latest attempt: a new attempt uses another path, and only the owner of the current path may continue. */
  path: string;
  fileId: string;
  rows: number;
  sha256: string;
  createdAt: Date;
};

/** Rows older than this are archived. */
export function archiveBefore({ months }: { months: number }, now: Date): Date {
  return monthsBefore(now, months);
}

export function monthOf(moment: Date): string {
  return businessDay(moment).slice(0, 6);
}

/** Between 3 and 5 a.m. in Beijing; a full look comes every two hours. */
export function isArchiveTime(now: Date): boolean {
  const hour = (now.getUTCHours() + 8) % 24;
  return hour === 3 || hour === 4;
}
