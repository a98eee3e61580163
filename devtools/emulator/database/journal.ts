import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openAppendFile, writeAll } from '../disk/append-file';
import type { AppendFile } from '../disk/append-file';
import { onDisk } from '../disk/disk-error';
import { removeQuietly } from '../disk/replace-file';
import { messageOf } from '../message-of';
import type { Journal, JournalEntry, JournalRecord } from './journal-format';
import { stringifyRecord } from './journal-format';
import { readRecords } from './journal-lines';

const linesPerWrite = 1000;

export type JournalOptions = {
  /** The journal is compacted when it is longer than this and twice the last snapshot (default 64 MB). */
  rewriteBytes?: number;
};

/**
 * A folder of generations. `snapshot-N.jsonl` is the state at the start of generation N, `journal-N.jsonl` holds the
 * commits since, one per line. A snapshot is written under a temporary name and renamed when complete; until then the
 * previous generation, together with both journals, still holds everything.
 */
export function createJournal(
  folder: string,
  { rewriteBytes = 64 * 1024 * 1024 }: JournalOptions = {},
): Journal {
  onDisk(folder, () => mkdirSync(folder, { recursive: true }));
  const pathOf = (kind: 'snapshot' | 'journal', generation: number) =>
    join(folder, `${kind}-${String(generation).padStart(6, '0')}.jsonl`);
  let generation = newestOf(folder, 'journal');
  let journal: AppendFile | null = null;
  let loadedSize = 0;
  let snapshotSize = 0;
  /** Grows after a failed rewrite, so that not every append retries it. */
  let rewriteAt = rewriteBytes;
  let state: () => Iterable<JournalEntry> = () => [];
  /** Identifies the rewrite in progress; a rewrite that finds another value here stops. */
  let rewriting: symbol | null = null;

  function* load(): Generator<JournalRecord> {
    const base = newestOf(folder, 'snapshot');
    for (const { record, end } of readRecords(pathOf('snapshot', base), false)) {
      snapshotSize = end;
      yield record;
    }
    for (let current = Math.max(base, 1); current <= generation; current++) {
      loadedSize = 0;
      const isNewest = current === generation;
      for (const { record, end } of readRecords(pathOf('journal', current), isNewest)) {
        loadedSize = end;
        yield record;
      }
    }
  }

  function start(wholeState: () => Iterable<JournalEntry>): void {
    state = wholeState;
    generation = Math.max(generation, 1);
    // Truncates an incomplete last line that a crash left behind.
    journal = openAppendFile(pathOf('journal', generation), loadedSize);
  }

  function append(record: JournalRecord): void {
    if (journal === null) throw new Error('the journal is not open');
    journal.append(stringifyRecord(record));
    if (rewriting === null && journal.size > Math.max(rewriteAt, 2 * snapshotSize)) rewrite();
  }

  /** Compacts the journal while writes continue: documents are immutable, so a list of them is a consistent state. */
  function rewrite(): void {
    const own = Symbol('rewriting');
    rewriting = own;
    writeSnapshot(own, [...state()]).catch((error: unknown) => {
      // Nothing is lost, because the older generation is kept.
      if (rewriting === own) rewriting = null;
      rewriteAt = (journal?.size ?? 0) + rewriteBytes;
      console.error(`the journal was not shortened: ${messageOf(error)}`);
    });
  }

  async function writeSnapshot(own: symbol, entries: JournalEntry[]): Promise<void> {
    nextGeneration();
    const snapshot = beginSnapshot(generation);
    try {
      for (let start = 0; start < entries.length; start += linesPerWrite) {
        snapshot.write(entries.slice(start, start + linesPerWrite));
        await nextTurn();
        if (rewriting !== own) {
          snapshot.abandon();
          return;
        }
      }
      snapshot.flush();
      snapshot.finish();
    } catch (error) {
      snapshot.abandon();
      throw error;
    }
    rewriting = null;
    rewriteAt = rewriteBytes;
  }

  function replace(entries: Iterable<JournalEntry>): void {
    rewriting = null;
    nextGeneration();
    const snapshot = beginSnapshot(generation);
    try {
      snapshot.write(entries);
      snapshot.finish();
    } catch (error) {
      snapshot.abandon();
      throw error;
    }
  }

  function nextGeneration(): void {
    const next = openAppendFile(pathOf('journal', generation + 1), 0);
    journal?.close();
    journal = next;
    generation++;
  }

  function beginSnapshot(ofGeneration: number) {
    const path = pathOf('snapshot', ofGeneration);
    const unfinished = `${path}.unfinished`;
    const file = onDisk(unfinished, () => openSync(unfinished, 'w'));
    let size = 0;
    let isOpen = true;

    function close(): void {
      if (isOpen) closeSync(file);
      isOpen = false;
    }

    return {
      write(entries: Iterable<JournalEntry>) {
        let text = '';
        let lines = 0;
        for (const entry of entries) {
          text += stringifyRecord({ sequence: 0, entries: [entry] });
          if (++lines % linesPerWrite !== 0) continue;
          size += writeAll(file, text);
          text = '';
        }
        size += writeAll(file, text);
      },
      /** Protects against power loss only; surviving a killed process does not need this slow call. */
      flush() {
        fsyncSync(file);
      },
      finish() {
        close();
        renameSync(unfinished, path);
        snapshotSize = size;
        for (const old of filesIn(folder)) {
          if (old.generation < ofGeneration) removeQuietly(join(folder, old.name));
        }
      },
      abandon() {
        close();
        removeQuietly(unfinished);
      },
    };
  }

  function close(): void {
    rewriting = null;
    journal?.close();
    journal = null;
  }

  return {
    load,
    start,
    append,
    replace: (entries) => onDisk(folder, () => replace(entries)),
    close,
  };
}

function filesIn(folder: string): { name: string; kind: string; generation: number }[] {
  return readdirSync(folder).flatMap((name) => {
    const [, kind, generation] =
      /^(snapshot|journal)-(\d+)\.jsonl(?:\.unfinished)?$/.exec(name) ?? [];
    if (kind === undefined || generation === undefined) return [];
    return [
      {
        name,
        kind: name.endsWith('.unfinished') ? 'unfinished' : kind,
        generation: Number(generation),
      },
    ];
  });
}

function newestOf(folder: string, kind: 'snapshot' | 'journal'): number {
  const generations = filesIn(folder)
    .filter((file) => file.kind === kind)
    .map((file) => file.generation);
  return Math.max(0, ...generations);
}
