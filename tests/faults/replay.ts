import { planOf } from './plan';
import { openStage, runScenario } from './run';
import type { Run } from './run';
import { createScenario } from './scenario';
import { shrink } from './shrink';
import { buildStage } from './stage-files';

/** Replays one seed and prints its story. True when every invariant held. */
export async function replay(
  seed: number,
  folder: string,
  print: (line: string) => void,
): Promise<boolean> {
  const stage = openStage(await buildStage(folder));
  const scenario = createScenario(seed);
  const run = await runScenario(scenario, stage, { plan: planOf(scenario), keepsLogs: true });
  tell(run, print);
  for (const line of run.logs) print(line);
  if (run.violations.length === 0) {
    print(`\nseed ${seed}: every invariant holds`);
    return true;
  }
  const { run: smallest, runs } = await shrink(run, stage);
  print(`\nshrunk in ${runs} runs:`);
  tell(smallest, print);
  return false;
}

function tell(run: Run, print: (line: string) => void): void {
  const { scenario, calls, faults, violations } = run;
  const moment = new Date(scenario.startAt).toISOString();
  print(`seed ${scenario.seed}, from ${moment}`);
  for (const person of scenario.people) print(`  ${JSON.stringify(person)}`);
  for (const outage of scenario.outages) print(`  outage ${JSON.stringify(outage)}`);
  for (const command of scenario.commands) print(`  ${JSON.stringify(command)}`);
  print('faults');
  for (const { key, nth, fault } of faults) print(`  command ${key}, call ${nth}: ${fault}`);
  print('answers');
  for (const { command, startedAt, endedAt, outcome } of calls) {
    const text = JSON.stringify(outcome).slice(0, 400);
    print(`  ${startedAt}-${endedAt} command ${command.id} ${command.do}: ${text}`);
  }
  for (const { rule, text } of violations) print(`BROKEN ${rule} ${text}`);
}
