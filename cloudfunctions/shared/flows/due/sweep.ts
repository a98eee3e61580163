import type { Sign } from '../../data/timers/sign';
import { describeError } from '../../domain/log';
import type { Log } from '../../domain/log';
import type { Clock } from '../../domain/time/clock';
import { earlier } from '../../domain/time/due';
import type { DueResult, DueWork } from './due-work';

/** Brings rows of one area to an end, each independently. Idempotent and safe to run concurrently. */
export type Sweep<Needs> = {
  name: string;
  /** Names of its counters. */
  counts: readonly string[];
  signs(needs: Needs): readonly Sign[];
  run(needs: Needs, run: SweepRun): Promise<void>;
};

export type SweepRun = {
  /**
   * Processes row after row until the list holds nothing new or the time is over. A row that fails is logged and stays in the
   * list, so later queries ask for that many rows more.
   */
  throughAll<Row extends { id: string }>(
    collection: string,
    list: (limit: number) => Promise<Row[]>,
    step: (row: Row) => Promise<void>,
    options?: { maxRows?: number },
  ): Promise<void>;
  count(name: string): void;
  /** Announces when there will be something to sweep; null for nothing. */
  expectAt(moment: Date | null): void;
};

type SweepNeeds = { clock: Clock; log: Log };

const batchSize = 50;
/** The database returns at most this many rows per query. */
const maxRows = 1000;
/** Pause before retrying rows that were deliberately left. */
const pauseMs = 60_000;

export function createDueSweep<Needs>(sweep: Sweep<Needs>): DueWork<Needs & SweepNeeds> {
  return {
    name: sweep.name,
    signs: (needs) => sweep.signs(needs),
    run: (needs, { until }) => runSweep(sweep, needs, until),
  };
}

async function runSweep<Needs>(
  sweep: Sweep<Needs>,
  needs: Needs & SweepNeeds,
  until: Date,
): Promise<DueResult> {
  const { clock, log } = needs;
  const hasTime = () => clock.now() < until;
  const counts: Record<string, number> = Object.fromEntries(sweep.counts.map((name) => [name, 0]));
  let errors = 0;
  let nextAt: Date | null = null;

  const run: SweepRun = {
    async throughAll(collection, list, step, { maxRows: atMost = Infinity } = {}) {
      const seen = new Set<string>();
      while (hasTime()) {
        const rows = await list(Math.min(batchSize + seen.size, maxRows));
        const fresh = rows.filter(({ id }) => !seen.has(id));
        if (fresh.length === 0) return;
        for (const row of fresh) {
          if (!hasTime()) break;
          if (seen.size >= atMost) {
            run.expectAt(new Date(clock.now().getTime() + pauseMs));
            return;
          }
          seen.add(row.id);
          try {
            await step(row);
          } catch (error) {
            errors += 1;
            log.error('not swept', { collection, id: row.id, cause: describeError(error) });
          }
        }
      }
      run.expectAt(clock.now());
    },
    count(name) {
      counts[name] = (counts[name] ?? 0) + 1;
    },
    expectAt(moment) {
      nextAt = earlier(nextAt, moment);
    },
  };
  await sweep.run(needs, run);
  return { nextAt, counts, errors };
}
