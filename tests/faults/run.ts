import { readTemplates } from '../../devtools/emulator/templates';
import type { CollectionTemplate } from '../../devtools/emulator/templates';
import { check } from './checker/checker';
import type { Violation } from './checker/checker';
import { kindOf } from './commands/all';
import { heal } from './healing';
import type { Call, SentMessage } from './history';
import { leaksOf } from './leaks';
import { outageAt } from './outage';
import { planOf } from './plan';
import { play } from './play';
import type { Notes } from './play';
import type { Scenario } from './scenario';
import { seedStudio, mediaRulesOf } from './studio/setup';
import { seedData, seedTimer, seedWallet } from './seed-data';
import type { StageFiles } from './stage-files';
import { createDeployment } from './world/deployment';
import type { Deployment } from './world/deployment';
import { isHarmless } from './world/faults';
import type { FiredFault, Plan } from './world/faults';
import { warmUpSweepers } from './world/warm-up';
import { createWorld } from './world/world';
import type { World } from './world/world';

/** The environment of scenarios: bundles and collections. */
export type Stage = { deployment: Deployment; templates: CollectionTemplate[] };

export type Run = {
  scenario: Scenario;
  violations: Violation[];
  /** Faults drawn from the seed, without those of outages. */
  faults: FiredFault[];
  /** How often each kind struck, outages included. */
  struck: Record<string, number>;
  requests: number;
  calls: Call[];
  virtualMs: number;
  logs: string[];
};

/** In every fourth scenario the timer has never run before: its first run does more work. */
const firstRunEvery = 4;

export type RunOptions = {
  /** Replaces the plan that the seed draws. */
  plan?: Plan;
  keepsLogs?: boolean;
};

export function openStage(files: StageFiles): Stage {
  return {
    deployment: createDeployment([files.functionsFolder, files.toolsFolder]),
    templates: readTemplates(files.templatesFolder),
  };
}

/** Plays a scenario, stops the faults, heals and checks. */
export async function runScenario(
  scenario: Scenario,
  stage: Stage,
  options: RunOptions = {},
): Promise<Run> {
  const { commands, people, startAt } = scenario;
  const sweeps = commands.filter((command) => command.do === 'sweep').length;
  await warmUpSweepers(stage.deployment, stage.templates, sweeps + 1);
  const faults: FiredFault[] = [];
  const plan = options.plan ?? planOf(scenario);
  const world = createWorld({
    ...stage,
    seed: scenario.seed,
    startAt,
    isJournaled: commands.some((command) => command.do === 'restart'),
    keepsLogs: options.keepsLogs === true || scenario.hasWallet === true,
    ...(scenario.studio == null ? {} : { mediaRule: mediaRulesOf(scenario.seed, scenario.studio) }),
    plan(point) {
      const fault = plan(point);
      if (fault !== null && outageAt(scenario.outages, point) === null) {
        faults.push({ key: point.key, nth: point.nth, fault });
      }
      return fault;
    },
  });
  const { backend, time } = world;
  seedData(people, backend.database, backend.files, startAt);
  if (scenario.seed % firstRunEvery !== 0) seedTimer(backend.database, startAt);
  if (scenario.hasWallet === true) seedWallet(stage.templates, backend.database);
  if (scenario.studio != null) {
    const { database, files } = backend;
    seedStudio(scenario.studio, people, stage.templates, database, files, startAt);
  }

  const notes: Notes = { calls: [], lostRows: [] };
  const played = commands.map(async (command) => {
    await time.sleep(command.at);
    await play(command, world, notes);
  });
  await time.runUntil(Promise.all(played));
  const isUndisturbed =
    world.fired.every(({ fault }) => isHarmless(fault)) &&
    commands.every((command) => {
      const kind = kindOf(command);
      return kind.isHarmless === true || (kind.incidentOf?.(command) ?? null) === null;
    });
  world.stopFaults();
  const healing = await heal(scenario, world, notes);

  const violations = check({
    scenario,
    ...notes,
    ...healing,
    drawn: world.provider.requests(),
    questions: world.provider.questions(),
    jobWrites: backend.jobWrites,
    orders: world.dashscope.orders(),
    messages: sentMessages(world),
    leaks: scenario.hasWallet === true ? leaksOf(world, notes.calls) : [],
    paid: world.wechat.store.state.orders,
    isUndisturbed,
  });
  const struck: Record<string, number> = {};
  for (const { fault } of world.fired) struck[fault] = (struck[fault] ?? 0) + 1;
  return {
    scenario,
    violations,
    faults,
    struck,
    requests: world.requests,
    calls: notes.calls,
    virtualMs: time.elapsed,
    logs: world.logs,
  };
}

/** The messages that WeChat sent to users. */
function sentMessages({ backend: { outbox } }: World): SentMessage[] {
  return outbox
    .list()
    .filter(({ kind }) => kind === 'subscribeMessage')
    .map(({ to, payload }) => ({
      openid: 'openid' in to ? to.openid : '',
      page: String(payload['page']),
    }));
}
