import * as z from 'zod';
import { isDuplicateKey } from '../../data/core/database-error';
import type { AdminDatabase } from '../admin-database';
import { readWork } from '../checks/rows';

const Row = z.looseObject({
  _id: z.string(),
  userId: z.string(),
  work: z.record(z.string(), z.unknown()),
});
export type LogRecord = z.infer<typeof Row>;

const moments = ['createdAt', 'updatedAt', 'startedAt', 'completedAt', 'deletedAt', 'recoveredAt'];

/**
 * The records in a log, one per work. Log services wrap each line in their own JSON, so the marker may be anywhere in it, and
 * quotes may be escaped. `broken`: the lines with the marker whose record cannot be read.
 */
export function readLogRecords(
  text: string,
  marker: string,
): { records: LogRecord[]; broken: number[] } {
  const records = new Map<string, LogRecord>();
  const broken: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const start = line.indexOf(marker);
    if (start < 0) continue;
    const record = readRecord(line.slice(start + marker.length).trim());
    if (record === null) broken.push(index + 1);
    else records.set(record._id, record);
  }
  return { records: [...records.values()], broken };
}

function readRecord(text: string): LogRecord | null {
  const plain = text.startsWith('{\\"') ? unescaped(text) : text;
  const whole = plain === null ? null : firstObject(plain);
  if (whole === null) return null;
  const parsed = Row.safeParse(whole);
  if (!parsed.success) return null;
  const row = parsed.data;
  const work = { ...row.work };
  for (const field of moments) {
    const value = work[field];
    if (typeof value === 'string') work[field] = new Date(value);
  }
  const { timestamp } = row;
  const revived = {
    ...row,
    work,
    timestamp: typeof timestamp === 'string' ? new Date(timestamp) : timestamp,
  };
  return 'row' in readWork(work) ? revived : null;
}

/** Unescapes the content of a JSON string up to its closing quote. */
function unescaped(text: string): string | null {
  const inner = /^(?:[^"\\]|\\.)*/.exec(text)?.[0] ?? '';
  try {
    return z.string().parse(JSON.parse(`"${inner}"`));
  } catch {
    return null;
  }
}

/** Parses the object at the beginning of `text`; what follows it belongs to the log. */
function firstObject(text: string): unknown {
  for (let end = text.lastIndexOf('}'); end > 0; end = text.lastIndexOf('}', end - 1)) {
    try {
      return JSON.parse(text.slice(0, end + 1));
    } catch {
      continue;
    }
  }
  return null;
}

/**
 * Stores a record from a log in the backup, unless the work already has one, recovered or not. Log lines contain no openid: it is
 * taken from the owner's row. Null if the owner is unknown.
 */
export async function restoreFromLog(
  database: AdminDatabase,
  record: LogRecord,
): Promise<'restored' | 'standing' | null> {
  const { data: user } = await database.collection('users').doc(record.userId).get();
  if (user === null || user === undefined) return null;
  const { openid } = z.object({ openid: z.string() }).parse(user);
  const row = { ...record, work: { ...record.work, openid, _openid: openid }, isRecovered: false };
  try {
    await database.collection('emergency_backup').add({ data: row });
    return 'restored';
  } catch (error) {
    if (isDuplicateKey(error)) return 'standing';
    throw error;
  }
}
