import { membershipOf } from '../support/membership';
import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { readTemplates } from '../../devtools/emulator/templates';
import type { CollectionTemplate } from '../../devtools/emulator/templates';
import { nextMidnight, nextMonth } from './calendar';
import { textOf } from './checker/books';
import { check } from './checker/checker';
import type { Violation } from './checker/checker';
import type { Call, Data, Evidence, Reply } from './history';
import { outageAt, planOf } from './plan';
import type { Command, Scenario } from './scenario';
import { seedData } from './seed-data';
import type { StageFiles } from './stage-files';
import { idOf } from './targets';
import type { Repaired } from './tools/repair';
import { createDeployment } from './world/deployment';
import type { Deployment } from './world/deployment';
import type { Plan } from './world/faults';
import { warmUpSweepers } from './world/warm-up';
import { createWorld } from './world/world';
import type { FiredFault } from './world/faults';
import type { CallOutcome, FunctionCall } from './world/platform';
import type { World } from './world/world';

/** Where scenarios take place: bundles and collections. */
export type Stage = { deployment: Deployment; templates: CollectionTemplate[] };

export type Run = {
  scenario: Scenario;
  violations: Violation[];
  /** Those that the seed drew; outages strike beside them. */
  faults: FiredFault[];
  /** How often each kind struck, outages included. */
  struck: Record<string, number>;
  requests: number;
  calls: Call[];
  virtualMs: number;
  logs: string[];
};

export type RunOptions = {
  /** Instead of what the seed draws. */
  plan?: Plan;
  keepsLogs?: boolean;
};

const staleMs = 180_000;
/** An admin's check reads everything, which costs as much as some commands do. */
const repairEvery = 4;
const healingKeys = { first: 1_000_001, second: 1_000_002, usage: 1_000_003, repair: 1_000_004 };

export function openStage(files: StageFiles): Stage {
  return {
    deployment: createDeployment([files.functionsFolder, files.toolsFolder]),
    templates: readTemplates(files.templatesFolder),
  };
}

/** Plays a scenario, lets the faults stop, heals and checks. */
export async function runScenario(
  scenario: Scenario,
  stage: Stage,
  options: RunOptions = {},
): Promise<Run> {
  const { commands } = scenario;
  const sweeps = commands.filter((command) => command.do === 'sweep').length;
  await warmUpSweepers(stage.deployment, stage.templates, sweeps + 1);
  const faults: FiredFault[] = [];
  const plan = options.plan ?? planOf(scenario);
  const world = createWorld({
    ...stage,
    seed: scenario.seed,
    startAt: scenario.startAt,
    isJournaled: commands.some((command) => command.do === 'restart'),
    keepsLogs: options.keepsLogs === true,
    plan(point) {
      const fault = plan(point);
      if (fault !== null && outageAt(scenario.outages, point) === null) {
        faults.push({ key: point.key, nth: point.nth, fault });
      }
      return fault;
    },
  });
  const { backend, time } = world;
  seedData(scenario.people, backend.database, backend.files, scenario.startAt);

  const calls: Call[] = [];
  const lostRows: string[] = [];
  const played = commands.map(async (command) => {
    await time.sleep(command.at);
    await play(command, world, calls, lostRows);
  });
  await time.runUntil(Promise.all(played));
  const isUndisturbed = world.fired.length === 0 && commands.every(isHarmless);

  world.stopFaults();
  // What was under way on the cloud's side may still land; then nobody works on anything any more.
  await time.runUntil(time.sleep(staleMs));
  time.move(Math.max(0, newestWork(world) + staleMs - time.now()));
  const atRest = readData(world);
  await sweep(world, healingKeys.first, calls);
  const healed = readData(world);
  await sweep(world, healingKeys.second, calls);
  const healedTwice = readData(world);
  await lookAtUsage(scenario, world, calls);
  const repaired = scenario.seed % repairEvery === 0 ? await repair(world) : null;

  const evidence: Evidence = {
    scenario,
    calls,
    atRest,
    healed,
    healedTwice,
    files: backend.files.list().map(({ path }) => ({
      path,
      bytes: backend.files.read(path) ?? Buffer.alloc(0),
    })),
    drawn: world.provider.requests(),
    lostRows,
    repaired,
    isUndisturbed,
  };
  const struck: Record<string, number> = {};
  for (const { fault } of world.fired) struck[fault] = (struck[fault] ?? 0) + 1;
  return {
    scenario,
    violations: check(evidence),
    faults,
    struck,
    requests: world.requests,
    calls,
    virtualMs: time.elapsed,
    logs: world.logs,
  };
}

/** Commands that no person of an ordinary day would notice. */
function isHarmless(command: Command): boolean {
  if (command.do === 'sweep') return command.aheadMs === undefined;
  return !['clock', 'tier', 'restart', 'lose-rows'].includes(command.do);
}

async function play(
  command: Command,
  world: World,
  calls: Call[],
  lostRows: string[],
): Promise<void> {
  const { backend, time } = world;
  switch (command.do) {
    case 'clock':
      if ('byMs' in command) time.move(command.byMs);
      else {
        const next = command.to === 'midnight' ? nextMidnight : nextMonth;
        time.move(next(time.now()) - command.beforeMs - time.now());
      }
      return;
    case 'tier': {
      const [row] = backend.database.find('users', {
        query: { _id: userIdOf(command.target) },
      }).docs;
      if (row === undefined || row['userType'] === 'admin') return;
      calls.push(noted(command, world));
      backend.database.put('users', [{ ...row, vipLevel: command.vipLevel }]);
      backend.database.put('user_subscriptions', [
        membershipOf(userIdOf(command.target), 1, command.vipLevel > 0 ? 'active' : 'ended'),
      ]);
      return;
    }
    case 'restart':
      backend.restart();
      return;
    case 'lose-rows':
      for (const { _id } of backend.database.find('emergency_backup', {
        query: { isRecovered: false },
      }).docs) {
        if (backend.database.remove('works', { _id: _id ?? null }) > 0) lostRows.push(textOf(_id));
      }
      return;
    default: {
      const call = toCall(command);
      const noticed = noted(command, world);
      const outcome = await world.call(call);
      calls.push(ended(noticed, outcome, world));
    }
  }
}

function noted(command: Command, { time }: World): Call {
  const clock = time.now();
  return {
    command,
    startedAt: time.elapsed,
    endedAt: time.elapsed,
    startClock: clock,
    endClock: clock,
    outcome: { kind: 'answered', reply: null },
    reply: null,
  };
}

function ended(call: Call, outcome: CallOutcome, { time }: World): Call {
  const reply = outcome.kind === 'answered' ? (outcome.reply as Reply | null) : null;
  return { ...call, endedAt: time.elapsed, endClock: time.now(), outcome, reply };
}

type Asking = Exclude<Command['do'], 'clock' | 'tier' | 'restart' | 'lose-rows'>;

function toCall(command: Extract<Command, { do: Asking }>): FunctionCall {
  const { id: key, who: openid } = command;
  const call = (name: string, action: string, data: object): FunctionCall => ({
    name,
    event: { action, data },
    openid,
    key,
  });
  switch (command.do) {
    case 'login': {
      const { nickname } = command;
      return call('login', 'wxLogin', nickname === undefined ? {} : { nickname });
    }
    case 'generate': {
      const { request: requestId, prompt, mode } = command;
      return call('aiGenerate', 'generate', { requestId, prompt, mode });
    }
    case 'usage':
      return call('aiGenerate', 'getDailyUsage', {});
    case 'works':
      return call('workManage', 'getWorks', { pageSize: 50 });
    case 'getWork':
      return call('workManage', 'getWork', { workId: idOf(command.target) });
    case 'saveWork': {
      const { target, isFavorite } = command;
      return call('workManage', 'saveWork', { workId: idOf(target), isFavorite });
    }
    case 'updateWork':
      return call('workManage', 'updateWork', {
        workId: idOf(command.target),
        title: command.title,
      });
    case 'deleteWork':
      return call('workManage', 'deleteWork', { workId: idOf(command.target) });
    case 'rename':
      return call('userInfo', 'updateUserInfo', { nickname: command.nickname });
    case 'adjust': {
      const { target, amount, request: requestId } = command;
      const userId = userIdOf(target);
      return call('userInfo', 'adjustCredits', { userId, amount, reason: 'test', requestId });
    }
    case 'sweep': {
      const { aheadMs = 0 } = command;
      return { name: 'sweepWorks', event: { Type: 'Timer' }, openid: null, key, aheadMs };
    }
  }
}

async function sweep(world: World, key: number, calls: Call[]): Promise<void> {
  const command: Command = { id: key, at: 0, who: '', do: 'sweep' };
  const noticed = noted(command, world);
  const outcome = await world.time.runUntil(world.call(toCall(command)));
  calls.push(ended(noticed, outcome, world));
}

/** The page of somebody who generated, after everything is over. */
async function lookAtUsage({ commands }: Scenario, world: World, calls: Call[]): Promise<void> {
  const asked = commands.find((command) => command.do === 'generate');
  if (asked === undefined) return;
  const command: Command = { id: healingKeys.usage, at: 0, who: asked.who, do: 'usage' };
  const noticed = noted(command, world);
  const outcome = await world.time.runUntil(world.call(toCall(command)));
  calls.push(ended(noticed, outcome, world));
}

/** An admin repairs the counts and has everything checked, after everything is over. */
async function repair(world: World): Promise<Evidence['repaired']> {
  const call: FunctionCall = { name: 'repair', event: {}, openid: null, key: healingKeys.repair };
  const outcome = await world.time.runUntil(world.call(call));
  if (outcome.kind !== 'answered') throw new Error(`The repair ended with ${outcome.reason}.`);
  const { works, users } = readData(world);
  return { ...(outcome.reply as Repaired), works, users };
}

function newestWork({ backend }: World): number {
  return backend.database
    .find('works', {})
    .docs.reduce((newest, { createdAt }) => Math.max(newest, Number(createdAt)), 0);
}

function readData({ backend }: World): Data {
  const rows = (name: string) => [...backend.database.find(name, {}).docs];
  return {
    works: rows('works'),
    backups: rows('emergency_backup'),
    users: rows('users'),
    creditLogs: rows('credit_logs'),
  };
}
