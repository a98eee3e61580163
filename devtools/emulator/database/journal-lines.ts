import { closeSync, openSync, readSync } from 'node:fs';
import { DamagedFile } from '../disk/disk-error';
import type { JournalRecord } from './journal-format';
import { parseRecord } from './journal-format';

/**
 * The records of a file, each with the offset after its line. With `mayBeTorn`, for the newest journal, an incomplete
 * last line is ignored.
 */
export function* readRecords(
  path: string,
  mayBeTorn: boolean,
): Generator<{ record: JournalRecord; end: number }> {
  let pending: { line: string; end: number; isComplete: boolean } | null = null;
  let number = 0;
  for (const next of readLines(path)) {
    if (pending !== null)
      yield { record: parseLine(path, ++number, pending.line), end: pending.end };
    pending = next;
  }
  if (pending === null) return;
  if (pending.isComplete)
    yield { record: parseLine(path, ++number, pending.line), end: pending.end };
  else if (!mayBeTorn) throw new DamagedFile(path, `it ends in the middle of line ${number + 1}`);
}

function parseLine(path: string, number: number, line: string): JournalRecord {
  try {
    return parseRecord(line);
  } catch (cause) {
    const record = recordBehindTornOne(line);
    if (record === null) throw new DamagedFile(`${path}, line ${number}`, cause);
    console.error(`${path}, line ${number}: dropped a write that a full disk had cut off`);
    return record;
  }
}

/**
 * An earlier version could append a record directly after a partial one that it had failed to truncate; this returns
 * the last record. The partial one was never acknowledged. The pattern of a record's start cannot occur inside a
 * record: canonical EJSON writes the numbers and quotes of documents differently.
 */
function recordBehindTornOne(line: string): JournalRecord | null {
  const start = [...line.matchAll(/\{"sequence":\d+,"entries":\[/g)].at(-1)?.index ?? 0;
  if (start === 0) return null;
  try {
    return parseRecord(line.slice(start));
  } catch {
    return null;
  }
}

/** Lines without their newline; only the last may lack one. */
function* readLines(path: string): Generator<{ line: string; end: number; isComplete: boolean }> {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  try {
    const block = Buffer.alloc(1024 * 1024);
    let parts: Buffer[] = [];
    let end = 0;
    for (
      let length = readSync(descriptor, block);
      length > 0;
      length = readSync(descriptor, block)
    ) {
      let start = 0;
      for (
        let stop = block.indexOf(10);
        stop !== -1 && stop < length;
        stop = block.indexOf(10, start)
      ) {
        parts.push(block.subarray(start, stop));
        const line = Buffer.concat(parts);
        end += line.length + 1;
        yield { line: line.toString(), end, isComplete: true };
        parts = [];
        start = stop + 1;
      }
      parts.push(Buffer.from(block.subarray(start, length)));
    }
    const rest = Buffer.concat(parts);
    if (rest.length > 0) yield { line: rest.toString(), end: end + rest.length, isComplete: false };
  } finally {
    closeSync(descriptor);
  }
}
