import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { hireCrew } from './crew';
import type { Crew } from './crew';
import type { Flow, FlowResult } from './exhaustive';
import type { Mutant } from './mutants/mutant';
import type { Race, RaceResult } from './races';
import { isAbout as isSeedAbout } from './scenario';
import type { Subject } from './scenario';
import { buildStage } from './stage-files';
import type { StageFiles } from './stage-files';
import { add, emptyTally } from './tally';
import type { Tally } from './tally';
import type { JobDone } from './worker';

export type MutantResult = {
  guard: string;
  /** The first failure: the number of the scenario among those played, or the race; null when there is none. */
  caughtBy: string | null;
  /** The first violation. */
  as: string;
};

/** The results of a campaign, and its options. */
export type Figures = {
  seed: number;
  tally: Tally;
  /** Of the scenarios alone. */
  wallMs: number;
  processes: number;
  flows: FlowResult[];
  races: RaceResult[];
  mutants: MutantResult[];
};

export type CampaignOptions = {
  scenarios: number;
  seed: number;
  /** In the place of those that follow `seed`. */
  seeds?: readonly number[] | null;
  /** Flows whose every call is struck. */
  flows: readonly Flow[];
  races: readonly Race[];
  /** Guards to take away. */
  mutants: readonly Mutant[];
  /** Where bundles are built. */
  folder: string;
  onProgress: (line: string) => void;
};

/** The product with all its guards, and what its scenarios showed. */
type Product = { files: StageFiles; tally: Tally };

export const maxMutantSeeds = 1_000;
const seedsPerJob = 25;
/** One more than plays at a time, so that no worker waits for a build. */
const stagesAhead = 3;

export async function runCampaign(options: CampaignOptions): Promise<Figures> {
  const { scenarios, seed, onProgress } = options;
  const processes = Math.min(2, availableParallelism());
  const files = await buildStage(join(options.folder, 'product'));
  const crew = await hireCrew(processes);
  try {
    const startedAt = performance.now();
    const seeds = options.seeds ?? Array.from({ length: scenarios }, (_, index) => seed + index);
    const tally = await playSeeds(crew, files, seeds, onProgress);
    const wallMs = performance.now() - startedAt;
    const flows = await strikeFlows(crew, files, options);
    const races = await runRaces(crew, files, options);
    const mutants = await runMutants(crew, { files, tally }, options);
    return { seed, tally, wallMs, processes, flows, races, mutants };
  } finally {
    crew.dismiss();
  }
}

async function playSeeds(
  crew: Crew,
  files: StageFiles,
  all: readonly number[],
  onProgress: (line: string) => void,
): Promise<Tally> {
  let tally = emptyTally();
  const jobs = Array.from({ length: Math.ceil(all.length / seedsPerJob) }, (_, index) =>
    all.slice(index * seedsPerJob, (index + 1) * seedsPerJob),
  );
  await Promise.all(
    jobs.map(async (seeds) => {
      const done = await crew.do({ kind: 'seeds', files, seeds, stopsAtFailure: false });
      if ('tally' in done) tally = add(tally, done.tally);
      for (const { seed: failed, violations } of 'tally' in done ? done.tally.failed : []) {
        onProgress(`seed ${failed}: ${violations.join('; ')}`);
      }
      if (tally.scenarios % 250 < seeds.length) onProgress(`${tally.scenarios} of ${all.length}`);
    }),
  );
  return tally;
}

async function strikeFlows(
  crew: Crew,
  files: StageFiles,
  { flows, onProgress }: CampaignOptions,
): Promise<FlowResult[]> {
  return Promise.all(
    flows.map(async ({ name }) => {
      const done = await crew.do({ kind: 'flow', files, name });
      if (!('flow' in done)) throw new Error(`${name} gave no result.`);
      onProgress(`${name}: ${done.flow.held} of ${done.flow.tried}`);
      return done.flow;
    }),
  );
}

function runRaces(
  crew: Crew,
  files: StageFiles,
  { races, onProgress }: CampaignOptions,
): Promise<RaceResult[]> {
  return Promise.all(
    races.map(async ({ name }) => {
      const done = await crew.do({ kind: 'race', files, name });
      if (!('race' in done)) throw new Error(`${name} gave no result.`);
      onProgress(`${name}: ${done.race.held} of ${done.race.tried}`);
      return done.race;
    }),
  );
}

/** Stages are built when a worker reaches them: all at once they would need more memory than a machine has. */
async function runMutants(
  crew: Crew,
  product: Product,
  options: CampaignOptions,
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
  options: CampaignOptions,
): Promise<MutantResult> {
  const { seed, onProgress } = options;
  const seeds = seedsFrom(seed, isAbout);
  const files = await buildStage(folder, edits);
  const done = await crew.do(
    race === undefined
      ? { kind: 'seeds', files, seeds, stopsAtFailure: true }
      : { kind: 'race', files, name: race },
  );
  const [caught] = 'tally' in done ? done.tally.failed : [];
  if (caught !== undefined) await requireHeld(crew, product, caught.seed, options);
  const result = { guard, ...fallOf(done) };
  onProgress(`without ${guard}: ${describe(result)}`);
  return result;
}

/** The next ones that are about it. */
export function seedsFrom(
  first: number,
  subject: Subject | undefined,
  count = maxMutantSeeds,
): number[] {
  const seeds: number[] = [];
  for (let seed = first; seeds.length < count; seed += 1) {
    if (subject === undefined || isSeedAbout(subject, seed)) seeds.push(seed);
  }
  return seeds;
}

/** A failure shows nothing of a guard when the product with the guard fails as well. */
async function requireHeld(
  crew: Crew,
  { files, tally }: Product,
  seed: number,
  played: CampaignOptions,
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
