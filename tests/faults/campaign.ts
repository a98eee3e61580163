import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { hireCrew } from './crew';
import type { Crew } from './crew';
import type { Flow, FlowResult } from './exhaustive';
import type { Mutant } from './mutants';
import { isAboutQuotas } from './scenario';
import { buildStage } from './stage-files';
import type { StageFiles } from './stage-files';
import { add, emptyTally } from './tally';
import type { Tally } from './tally';

export type MutantResult = {
  guard: string;
  /** Scenarios until the first one failed; null: none did. */
  seeds: number | null;
  caughtBy: string;
};

/** What a campaign measured, and what of it was asked for. */
export type Figures = {
  seed: number;
  tally: Tally;
  wallMs: number;
  processes: number;
  flows: FlowResult[];
  mutants: MutantResult[];
};

export type CampaignOptions = {
  scenarios: number;
  seed: number;
  /** Flows whose every call is struck. */
  flows: readonly Flow[];
  /** Guards to take away. */
  mutants: readonly Mutant[];
  /** Where bundles are built. */
  folder: string;
  onProgress: (line: string) => void;
};

export const mostMutantSeeds = 1_000;
const seedsPerJob = 25;

export async function runCampaign(options: CampaignOptions): Promise<Figures> {
  const { scenarios, seed, onProgress } = options;
  const processes = Math.min(2, availableParallelism());
  const files = await buildStage(join(options.folder, 'product'));
  const crew = await hireCrew(processes);
  try {
    const startedAt = performance.now();
    const tally = await playSeeds(crew, files, { seed, scenarios }, onProgress);
    const wallMs = performance.now() - startedAt;
    const struck = await strikeFlows(crew, files, options);
    const removed = await runMutants(crew, options);
    return { seed, tally, wallMs, processes, flows: struck, mutants: removed };
  } finally {
    crew.dismiss();
  }
}

async function playSeeds(
  crew: Crew,
  files: StageFiles,
  { seed, scenarios }: { seed: number; scenarios: number },
  onProgress: (line: string) => void,
): Promise<Tally> {
  let tally = emptyTally();
  const starts = Array.from({ length: Math.ceil(scenarios / seedsPerJob) }, (_, index) => index);
  await Promise.all(
    starts.map(async (index) => {
      const first = seed + index * seedsPerJob;
      const count = Math.min(seedsPerJob, scenarios - index * seedsPerJob);
      const seeds = Array.from({ length: count }, (_, offset) => first + offset);
      const done = await crew.do({ kind: 'seeds', files, seeds, stopsAtFailure: false });
      if ('tally' in done) tally = add(tally, done.tally);
      for (const { seed: failed, violations } of 'tally' in done ? done.tally.failed : []) {
        onProgress(`seed ${failed}: ${violations.join('; ')}`);
      }
      if (tally.scenarios % 250 < count) onProgress(`${tally.scenarios} of ${scenarios}`);
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

async function runMutants(crew: Crew, options: CampaignOptions): Promise<MutantResult[]> {
  const all = Array.from({ length: mostMutantSeeds }, (_, index) => options.seed + index);
  return Promise.all(
    options.mutants.map(async (mutant, index) => {
      const files = await buildStage(join(options.folder, `mutant-${index}`), mutant.edits);
      const seeds = mutant.isAboutQuotas === true ? all.filter(isAboutQuotas) : all;
      const done = await crew.do({ kind: 'seeds', files, seeds, stopsAtFailure: true });
      const result = toResult(mutant, 'tally' in done ? done.tally : emptyTally());
      options.onProgress(`without ${result.guard}: ${describe(result)}`);
      return result;
    }),
  );
}

function toResult({ guard }: Mutant, { scenarios, failed }: Tally): MutantResult {
  const [first] = failed;
  return first === undefined
    ? { guard, seeds: null, caughtBy: '' }
    : { guard, seeds: scenarios, caughtBy: first.violations[0] ?? '' };
}

export function describe({ seeds, caughtBy }: MutantResult): string {
  return seeds === null
    ? `not caught in ${mostMutantSeeds} scenarios`
    : `caught by scenario ${seeds}: ${caughtBy}`;
}
