import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Journal, JournalEntry, JournalRecord } from './journal-format';
import { stringifyRecord } from './journal-format';
import { readRecords } from './journal-lines';

const linesAtOnce = 1000;

export type JournalOptions = {
  /** The journal is rewritten when it is longer than this and twice the last snapshot (default 64 MB). */
  rewriteBytes?: number;
};

/**
 * A folder of generations. `snapshot-N.jsonl` is the state with which generation N began, `journal-N.jsonl` the commits
 * since, a line each. A snapshot is written under another name and renamed when complete, so what has the name counts;
 * until then the generation before it, with the journals of both, still tells everything.
 */
export function createJournal(
  folder: string,
  { rewriteBytes = 64 * 1024 * 1024 }: JournalOptions = {},
): Journal {
  mkdirSync(folder, { recursive: true });
  const pathOf = (kind: 'snapshot' | 'journal', generation: number) =>
    join(folder, `${kind}-${String(generation).padStart(6, '0')}.jsonl`);
  let generation = newestOf(folder, 'journal');
  let descriptor: number | null = null;
  let journalSize = 0;
  let snapshotSize = 0;
  let state: () => Iterable<JournalEntry> = () => [];
  /** Stands for the rewriting under way; another value tells it to give up. */
  let rewriting: symbol | null = null;

  function* load(): Generator<JournalRecord> {
    const base = newestOf(folder, 'snapshot');
    for (const { record, end } of readRecords(pathOf('snapshot', base), false)) {
      snapshotSize = end;
      yield record;
    }
    for (let current = Math.max(base, 1); current <= generation; current++) {
      journalSize = 0;
      for (const { record, end } of readRecords(
        pathOf('journal', current),
        current === generation,
      )) {
        journalSize = end;
        yield record;
      }
    }
  }

  function start(wholeState: () => Iterable<JournalEntry>): void {
    state = wholeState;
    generation = Math.max(generation, 1);
    descriptor = openSync(pathOf('journal', generation), 'a');
    // What a crash tore off would spoil the next line.
    ftruncateSync(descriptor, journalSize);
  }

  function append(record: JournalRecord): void {
    if (descriptor === null) throw new Error('the journal is not open');
    journalSize += writeAll(descriptor, stringifyRecord(record));
    if (rewriting === null && journalSize > Math.max(rewriteBytes, 2 * snapshotSize))
      void rewrite();
  }

  /** Shortens the journal while work goes on: documents are immutable, so a list of them is a consistent state. */
  async function rewrite(): Promise<void> {
    const own = Symbol('rewriting');
    rewriting = own;
    const entries = [...state()];
    nextGeneration();
    const snapshot = beginSnapshot(generation);
    for (let start = 0; start < entries.length; start += linesAtOnce) {
      snapshot.write(entries.slice(start, start + linesAtOnce));
      await nextTurn();
      if (rewriting !== own) {
        snapshot.abandon();
        return;
      }
    }
    snapshot.flush();
    snapshot.finish();
    rewriting = null;
  }

  function replace(entries: Iterable<JournalEntry>): void {
    rewriting = null;
    nextGeneration();
    const snapshot = beginSnapshot(generation);
    snapshot.write(entries);
    snapshot.finish();
  }

  function nextGeneration(): void {
    if (descriptor !== null) closeSync(descriptor);
    generation++;
    descriptor = openSync(pathOf('journal', generation), 'a');
    journalSize = 0;
  }

  function beginSnapshot(ofGeneration: number) {
    const path = pathOf('snapshot', ofGeneration);
    const unfinished = `${path}.unfinished`;
    const file = openSync(unfinished, 'w');
    let size = 0;
    return {
      write(entries: Iterable<JournalEntry>) {
        let text = '';
        let lines = 0;
        for (const entry of entries) {
          text += stringifyRecord({ sequence: 0, entries: [entry] });
          if (++lines % linesAtOnce !== 0) continue;
          size += writeAll(file, text);
          text = '';
        }
        size += writeAll(file, text);
      },
      /** Against a loss of power; a killed process needs none of it, and it takes its time. */
      flush() {
        fsyncSync(file);
      },
      finish() {
        closeSync(file);
        renameSync(unfinished, path);
        snapshotSize = size;
        for (const old of filesIn(folder)) {
          if (old.generation < ofGeneration) rmSync(join(folder, old.name), { force: true });
        }
      },
      abandon() {
        closeSync(file);
        rmSync(unfinished, { force: true });
      },
    };
  }

  function close(): void {
    rewriting = null;
    if (descriptor !== null) closeSync(descriptor);
    descriptor = null;
  }

  return { load, start, append, replace, close };
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

function writeAll(descriptor: number, text: string): number {
  const bytes = Buffer.from(text);
  for (let offset = 0; offset < bytes.length;)
    offset += writeSync(descriptor, bytes, offset, bytes.length - offset);
  return bytes.length;
}
