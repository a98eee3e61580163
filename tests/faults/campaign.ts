import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { hireCrew } from './crew';
import type { Crew } from './crew';
import type { Flow, FlowResult } from './exhaustive';
import type { Mutant } from './mutants/mutant';
import { runMutants } from './mutants/run';
import type { MutantResult } from './mutants/run';
import type { Race, RaceResult } from './races';
import { buildStage } from './stage-files';
import type { StageFiles } from './stage-files';
import { add, emptyTally } from './tally';
import type { Tally } from './tally';
import { orderStories } from './wallet/order-stories';
import type { OrderChoice, StoriesResult } from './wallet/order-stories';

/** The results of a campaign, and its options. */
export type Figures = {
  seed: number;
  tally: Tally;
  /** The duration of the scenarios alone. */
  wallMs: number;
  processes: number;
  flows: FlowResult[];
  races: RaceResult[];
  orders: StoriesResult[];
  mutants: MutantResult[];
};

export type CampaignOptions = {
  scenarios: number;
  seed: number;
  /** Plays these seeds instead of those that follow `seed`. */
  seeds?: readonly number[] | null;
  /** Flows in which every call is struck by a fault. */
  flows: readonly Flow[];
  races: readonly Race[];
  /** How many stories of one order are played; none if absent. */
  orders?: OrderChoice;
  /** Guards to remove from the product. */
  mutants: readonly Mutant[];
  /** The folder for the bundles. */
  folder: string;
  onProgress: (line: string) => void;
};

const seedsPerJob = 25;
const storiesPerJob = 4;

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
    const orders = await tellOrders(crew, files, options);
    const mutants = await runMutants(crew, { files, tally }, options);
    return { seed, tally, wallMs, processes, flows, races, orders, mutants };
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
      const { held, tried, wallMs } = done.flow;
      onProgress(`${name}: ${held} of ${tried} in ${(wallMs / 1000).toFixed(0)} s`);
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
      const done = await crew.do({ kind: 'race', files, name, stopsAtFailure: false });
      if (!('race' in done)) throw new Error(`${name} gave no result.`);
      onProgress(`${name}: ${done.race.held} of ${done.race.tried}`);
      return done.race;
    }),
  );
}

async function tellOrders(
  crew: Crew,
  files: StageFiles,
  { orders, onProgress }: CampaignOptions,
): Promise<StoriesResult[]> {
  const all = orders === undefined ? [] : orderStories(orders);
  const results = new Map<string, StoriesResult>();
  let told = 0;
  const jobs = Array.from({ length: Math.ceil(all.length / storiesPerJob) }, (_, index) =>
    all.slice(index * storiesPerJob, (index + 1) * storiesPerJob),
  );
  await Promise.all(
    jobs.map(async (stories) => {
      const done = await crew.do({ kind: 'orders', files, stories });
      if (!('orders' in done)) throw new Error('Stories of orders gave no result.');
      for (const one of done.orders) {
        results.set(one.name, joined(results.get(one.name), one));
        for (const { story, texts } of one.failures) onProgress(`${story}: ${texts.join('; ')}`);
      }
      told += stories.length;
      const [held, tried] = [sumOf(results, 'held'), sumOf(results, 'tried')];
      onProgress(`orders: ${told} of ${all.length} stories, ${held} of ${tried} tellings`);
    }),
  );
  return [...results.values()];
}

function sumOf(results: ReadonlyMap<string, StoriesResult>, what: 'held' | 'tried'): number {
  return [...results.values()].reduce((sum, one) => sum + one[what], 0);
}

function joined(all: StoriesResult | undefined, more: StoriesResult): StoriesResult {
  if (all === undefined) return more;
  return {
    name: all.name,
    tried: all.tried + more.tried,
    held: all.held + more.held,
    failures: [...all.failures, ...more.failures],
  };
}
