import type { Violation } from './checker/checker';
import { planOfFaults } from './plan';
import { runScenario } from './run';
import type { Run, Stage } from './run';
import type { Scenario } from './scenario';
import type { FiredFault } from './world/faults';

export type SmallerRun = { run: Run; faults: FiredFault[]; runs: number };

type Case = { scenario: Scenario; faults: FiredFault[] };

const maxRuns = 200;

/** Drops commands, outages and faults while the same invariant remains broken in the same way. */
export async function shrink(failed: Run, stage: Stage): Promise<SmallerRun> {
  const [first] = failed.violations;
  const wanted = first && kindOf(first);
  let best: Case = { scenario: failed.scenario, faults: failed.faults };
  let bestRun = failed;
  let runs = 0;

  async function tryCase(candidate: Case): Promise<boolean> {
    if (runs >= maxRuns) return false;
    runs += 1;
    const run = await runScenario(candidate.scenario, stage, {
      plan: planOfFaults(candidate.scenario, candidate.faults),
    });
    if (!run.violations.some((violation) => kindOf(violation) === wanted)) return false;
    // This also drops faults that no longer strike.
    best = { scenario: candidate.scenario, faults: run.faults };
    bestRun = run;
    return true;
  }

  /** Tries to leave out ever smaller pieces of a list, beginning with the last piece. */
  async function dropFrom<Item>(
    list: (of: Case) => readonly Item[],
    without: (of: Case, kept: Item[]) => Case,
  ): Promise<void> {
    for (let size = Math.ceil(list(best).length / 2); size >= 1; size = Math.floor(size / 2)) {
      for (let start = list(best).length - size; start > -size; start -= size) {
        const items = list(best);
        const kept = items.filter((_, index) => index < start || index >= start + size);
        if (kept.length < items.length) await tryCase(without(best, kept));
      }
    }
  }

  let before: number;
  do {
    before = sizeOf(best);
    await dropFrom(
      ({ scenario }) => scenario.commands,
      (of, commands) => ({ ...of, scenario: { ...of.scenario, commands } }),
    );
    await dropFrom(
      ({ scenario }) => scenario.outages,
      (of, outages) => ({ ...of, scenario: { ...of.scenario, outages } }),
    );
    await dropFrom(
      ({ faults }) => faults,
      (of, faults) => ({ ...of, faults }),
    );
  } while (sizeOf(best) < before && runs < maxRuns);
  return { run: bestRun, faults: best.faults, runs };
}

/** The text is part of the kind, as an invariant can be broken in several ways; ids and amounts differ from run to run. */
function kindOf({ rule, text }: Violation): string {
  return `${rule} ${text.replace(/[0-9a-f]{8,}|\d+/g, '#')}`;
}

function sizeOf({ scenario, faults }: Case): number {
  return scenario.commands.length + scenario.outages.length + faults.length;
}
