import { describeError } from '../domain/log';
import type { Log } from '../domain/log';
import type { Clock } from '../domain/time/clock';

/** One area's part of the sweep. Idempotent, and safe to run concurrently. */
export type Sweep<Needs> = {
  /** Names of what it counts. */
  counts: readonly string[];
  run(needs: Needs, run: SweepRun): Promise<void>;
};

export type SweepRun = {
  /**
   * Takes row after row until the list holds nothing new or the time is over. A row that fails is logged and stays in the
   * list, so the list is asked for as many more.
   */
  throughAll<Row extends { id: string }>(
    collection: string,
    list: (limit: number) => Promise<Row[]>,
    step: (row: Row) => Promise<void>,
    options?: { maxRows?: number },
  ): Promise<void>;
  count(name: string): void;
};

export type SweepSummary = Record<string, number> & { errors: number };

const batchSize = 50;
/** The cloud answers no more. */
const maxRows = 1000;

/** Runs the sweeps one after the other within `maxMs`; one that fails does not hold up the others. */
export async function runSweeps<Needs extends { clock: Clock; log: Log }>(
  sweeps: readonly Sweep<Needs>[],
  needs: Needs,
  maxMs: number,
): Promise<SweepSummary> {
  const { clock, log } = needs;
  const endAt = clock.now().getTime() + maxMs;
  const hasTime = () => clock.now().getTime() < endAt;
  const summary: SweepSummary = { errors: 0 };
  for (const name of sweeps.flatMap(({ counts }) => counts)) summary[name] = 0;

  async function attempt(where: { collection?: string; id?: string }, step: () => Promise<void>) {
    if (!hasTime()) return;
    try {
      await step();
    } catch (error) {
      summary.errors += 1;
      log.error('not swept', { ...where, cause: describeError(error) });
    }
  }

  const run: SweepRun = {
    async throughAll(collection, list, step, options = {}) {
      const seen = new Set<string>();
      while (hasTime()) {
        const rows = await list(Math.min(batchSize + seen.size, maxRows));
        const fresh = rows.filter(({ id }) => !seen.has(id));
        if (fresh.length === 0) return;
        for (const row of fresh) {
          if (seen.size >= (options.maxRows ?? Infinity)) return;
          seen.add(row.id);
          await attempt({ collection, id: row.id }, () => step(row));
        }
      }
    },
    count(name) {
      summary[name] = (summary[name] ?? 0) + 1;
    },
  };
  for (const sweep of sweeps) await attempt({}, () => sweep.run(needs, run));
  return summary;
}
