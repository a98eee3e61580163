import { cpSync, existsSync, readdirSync } from 'node:fs';
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
  /** The number of the scenario that failed first, or the race; null when the mutant survived. */
  caughtBy: string | null;
  /** The first violation. */
  as: string;
};

type Options = {
  /** The first seed of the scenarios that the product itself has passed. */
  seed: number;
  scenarios: number;
  mutants: readonly Mutant[];
  /** The folder for the bundles. */
  folder: string;
  onProgress: (line: string) => void;
};

/** The product with all its guards, and the results of its scenarios. */
type Product = { files: StageFiles; tally: Tally };

export const maxMutantSeeds = 1_000;
/** One more than run at a time, so that no worker waits for a build. */
const stagesAhead = 3;

/** Stages are built on demand: all of them at once would not fit into memory. */
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
  const files = await buildStage(folder, edits, functionsOf(race, isAbout));
  takeOthers(product.files, files);
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

/** The only functions that races of the wallet call. */
const walletFunctions = ['aiGenerate', 'login', 'payment', 'push', 'tick', 'userInfo'];

/** The functions to rebuild without the guard; undefined means all, as scenarios call any of them. */
function functionsOf(
  race: string | undefined,
  subject: Mutant['isAbout'],
): readonly string[] | undefined {
  return race !== undefined && subject === 'wallet' ? walletFunctions : undefined;
}

/** Copies the functions that were not rebuilt, with all their guards. */
function takeOthers({ functionsFolder: from }: StageFiles, { functionsFolder: to }: StageFiles) {
  for (const name of readdirSync(from)) {
    if (!existsSync(join(to, name))) cpSync(join(from, name), join(to, name), { recursive: true });
  }
}

/** Requires that the product passes where the mutant failed; otherwise the failure says nothing about the guard. */
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
