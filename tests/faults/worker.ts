import { flows, strikeEverywhere } from './exhaustive';
import type { FlowResult } from './exhaustive';
import { openStage, runScenario } from './run';
import { createScenario } from './scenario';
import type { StageFiles } from './stage-files';
import { add, emptyTally, tallyOf } from './tally';
import type { Tally } from './tally';

/** A process of the suite: it plays what it is told and answers with figures. */
export type Job =
  | { kind: 'seeds'; files: StageFiles; seeds: number[]; stopsAtFailure: boolean }
  | { kind: 'flow'; files: StageFiles; name: string };
export type JobDone = { tally: Tally } | { flow: FlowResult } | { error: string };

async function run(job: Job): Promise<JobDone> {
  const stage = openStage(job.files);
  if (job.kind === 'flow') {
    const flow = flows.find(({ name }) => name === job.name);
    if (flow === undefined) throw new Error(`There is no flow ${job.name}.`);
    return { flow: await strikeEverywhere(flow, stage) };
  }
  let tally = emptyTally();
  for (const seed of job.seeds) {
    tally = add(tally, tallyOf(await runScenario(createScenario(seed), stage)));
    if (job.stopsAtFailure && tally.failed.length > 0) break;
  }
  return { tally };
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
