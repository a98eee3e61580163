import { join } from 'node:path';
import type { Crew } from '../crew';
import { seedsFrom } from '../scenario';
import { buildStage } from '../stage-files';
import type { StageFiles } from '../stage-files';
import type { Tally } from '../tally';
import type { JobDone } from '../worker';
import type { Mutant } from './mutant';

export type MutantResult = {
  guard: string;
  /** The first failure: the number of the scenario among those played, or the race; null when there is none. */
  caughtBy: string | null;
  /** The first violation. */
  as: string;
};

type Options = {
  /** Scenarios of the product from here on have been played. */
  seed: number;
  scenarios: number;
  mutants: readonly Mutant[];
  /** Where bundles are built. */
  folder: string;
  onProgress: (line: string) => void;
};

/** The product with all its guards, and what its scenarios showed. */
type Product = { files: StageFiles; tally: Tally };

export const maxMutantSeeds = 1_000;
/** One more than plays at a time, so that no worker waits for a build. */
const stagesAhead = 3;

/** Stages are built when a worker reaches them: all at once they would need more memory than a machine has. */
export async function runMutants(
  crew: Crew,
  product: Product,
  options: Options,
): Promise<MutantResult[]> {
  const results: MutantResult[] = [];
  const waiting = [...options.mutants.entries()];
  const workOff = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, mutant] = next;
      results[index] = await runMutant(
        crew,
        product,
        mutant,
        join(options.folder, `mutant-${index}`),
        options,
      );
    }
  };
  await Promise.all(Array.from({ length: stagesAhead }, workOff));
  return results;
}

async function runMutant(
  crew: Crew,
  product: Product,
  { guard, edits, race, isAbout }: Mutant,
  folder: string,
  options: Options,
): Promise<MutantResult> {
  const { seed, onProgress } = options;
  const seeds = seedsFrom(seed, isAbout, maxMutantSeeds);
  const files = await buildStage(folder, edits);
  const done = await crew.do(
    race === undefined
      ? { kind: 'seeds', files, seeds, stopsAtFailure: true }
      : { kind: 'race', files, name: race, stopsAtFailure: true },
  );
  const [caught] = 'tally' in done ? done.tally.failed : [];
  if (caught !== undefined) await requireHeld(crew, product, caught.seed, options);
  const result = { guard, ...fallOf(done) };
  onProgress(`without ${guard}: ${describe(result)}`);
  return result;
}

/** A failure shows nothing of a guard when the product with the guard fails as well. */
async function requireHeld(
  crew: Crew,
  { files, tally }: Product,
  seed: number,
  played: Options,
): Promise<void> {
  const isPlayed = seed >= played.seed && seed < played.seed + played.scenarios;
  const { failed } = isPlayed ? tally : await playAgain();
  const found = failed.find((one) => one.seed === seed);
  if (found === undefined) return;
  throw new Error(`Seed ${seed} fails with all guards in place: ${found.violations.join('; ')}`);

  async function playAgain(): Promise<Tally> {
    const done = await crew.do({ kind: 'seeds', files, seeds: [seed], stopsAtFailure: true });
    if (!('tally' in done)) throw new Error(`Seed ${seed} gave no figures.`);
    return done.tally;
  }
}

function fallOf(done: JobDone): Omit<MutantResult, 'guard'> {
  if ('tally' in done) {
    const { scenarios, failed } = done.tally;
    const [first] = failed;
    if (first !== undefined) {
      return { caughtBy: `scenario ${scenarios}`, as: first.violations[0] ?? '' };
    }
  }
  if ('race' in done) {
    const { name, failures } = done.race;
    const [first] = failures;
    if (first !== undefined) return { caughtBy: name, as: first.texts[0] ?? '' };
  }
  return { caughtBy: null, as: '' };
}

export function describe({ caughtBy, as }: MutantResult): string {
  return caughtBy === null ? 'NOT CAUGHT' : `caught by ${caughtBy}: ${as}`;
}
