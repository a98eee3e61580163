import { flows, strikeEverywhere } from './exhaustive';
import type { FlowResult } from './exhaustive';
import { races, runRace } from './races';
import type { RaceResult } from './races';
import { openStage, runScenario } from './run';
import type { Stage } from './run';
import { createScenario } from './scenario';
import type { StageFiles } from './stage-files';
import { add, emptyTally, tallyOf } from './tally';
import type { Tally } from './tally';
import { playOrderStory } from './wallet/order-stories';
import type { OrderStory, StoriesResult } from './wallet/order-stories';

/** A job for a worker process of the suite. */
export type Job =
  | { kind: 'seeds'; files: StageFiles; seeds: number[]; stopsAtFailure: boolean }
  | { kind: 'flow'; files: StageFiles; name: string }
  | { kind: 'race'; files: StageFiles; name: string; stopsAtFailure: boolean }
  | { kind: 'orders'; files: StageFiles; stories: OrderStory[] };
export type JobDone =
  | { tally: Tally }
  | { flow: FlowResult }
  | { race: RaceResult }
  | { orders: StoriesResult[] }
  | { error: string };

/** Kept between jobs: warmed-up bundles run several times as fast. */
let standing: { folder: string; stage: Stage } | null = null;

function stageOf(files: StageFiles): Stage {
  const folder = files.functionsFolder;
  if (standing?.folder !== folder) standing = { folder, stage: openStage(files) };
  return standing.stage;
}

async function run(job: Job): Promise<JobDone> {
  const stage = stageOf(job.files);
  switch (job.kind) {
    case 'flow':
      return { flow: await strikeEverywhere(named(flows, job.name), stage) };
    case 'race':
      return { race: await runRace(named(races, job.name), stage, job) };
    case 'orders': {
      const results: StoriesResult[] = [];
      for (const story of job.stories) results.push(await playOrderStory(story, stage));
      return { orders: results };
    }
    case 'seeds': {
      let tally = emptyTally();
      for (const seed of job.seeds) {
        tally = add(tally, tallyOf(await runScenario(createScenario(seed), stage)));
        if (job.stopsAtFailure && tally.failed.length > 0) break;
      }
      return { tally };
    }
  }
}

function named<Item extends { name: string }>(items: readonly Item[], name: string): Item {
  const item = items.find((candidate) => candidate.name === name);
  if (item === undefined) throw new Error(`Nothing is called ${name}.`);
  return item;
}

process.on('message', (job: Job) => {
  run(job).then(
    (done) => process.send?.(done),
    (error: unknown) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.send?.({ error: text } satisfies JobDone);
    },
  );
});

// Nobody is left to report to.
process.on('disconnect', () => process.exit());
