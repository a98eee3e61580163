import { closeSync, openSync, readSync } from 'node:fs';
import type { JournalRecord } from './journal-format';
import { parseRecord } from './journal-format';

/** The records of a file, each with the offset behind its line. The last line of a newest journal may be torn. */
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
  else if (!mayBeTorn) throw new Error(`${path} ends in the middle of line ${number + 1}`);
}

function parseLine(path: string, number: number, line: string): JournalRecord {
  try {
    return parseRecord(line);
  } catch (cause) {
    throw new Error(`${path}, line ${number} is damaged; restore the folder or delete it`, {
      cause,
    });
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
