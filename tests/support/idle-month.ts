import { join } from 'node:path';
import { readFunctionConfig } from '../../devtools/emulator/functions/config';
import { readTemplates } from '../../devtools/emulator/templates';
import { parseSchedule } from '../../devtools/emulator/timers/schedule';
import { listFunctions } from '../../scripts/build/functions';
import { createDeployment } from '../faults/world/deployment';
import { createWorld } from '../faults/world/world';

const root = join(__dirname, '../..');
const dayMs = 24 * 3_600_000;
/** Ticks of this first period all run, and are measured. */
const measuredMs = 6 * 3_600_000;
const startAt = Date.UTC(2026, 9, 1);
export const days = 30;

export type TimerSchedule = [name: string, cron: string];

type Month = { calls: number; looks: number; quietTickCalls: number[] };

/**
 * Simulates every deployed timer over days without users and counts database calls and invocations. After the first hours,
 * ticks that find nothing due are not run but counted at the measured cost.
 */
export async function spendMonth(
  schedules: readonly TimerSchedule[],
  functionsFolder = join(root, 'dist/cloudfunctions'),
): Promise<Month> {
  const world = createWorld({
    deployment: createDeployment([functionsFolder]),
    templates: readTemplates(join(root, 'database-templates')),
    ...{ seed: 1, startAt, plan: () => null, isJournaled: false },
  });
  const timers = schedules.map(([name, cron]) => {
    const [first, second] = firstTwo(cron);
    return { name, at: first, periodMs: second - first };
  });
  const quiet = new Set<number>();
  let [calls, looks] = [0, 0];
  for (;;) {
    const timer = timers.reduce((first, other) => (other.at < first.at ? other : first));
    if (timer.at >= startAt + days * dayMs) break;
    world.time.move(Math.max(0, timer.at - world.time.now()));
    const isQuiet = timer.name === 'tick' && !isLookDue();
    if (isQuiet && timer.at >= startAt + measuredMs) calls += Math.max(...quiet);
    else {
      const cost = await run(timer.name);
      calls += cost;
      if (isQuiet) quiet.add(cost);
    }
    timer.at += timer.periodMs;
  }
  return { calls, looks, quietTickCalls: [...quiet] };

  function isLookDue(): boolean {
    const [next] = world.backend.database.find('timers', {}).docs;
    const now = world.time.now();
    return next === undefined || Number(next['dueAt']) <= now || Number(next['lookAt']) <= now;
  }

  async function run(name: string): Promise<number> {
    const before = world.requests;
    const call = world.call({ name, event: { Type: 'Timer' }, openid: null, key: 0 });
    const outcome = await world.time.runUntil(call);
    if (outcome.kind !== 'answered') throw new Error(`${name} ended with ${outcome.reason}.`);
    looks += (outcome.reply as { looks?: number }).looks ?? 0;
    return 1 + world.requests - before;
  }
}

/** Two moments define a schedule: every timer of the product fires at equal intervals. */
function firstTwo(cron: string): [first: number, second: number] {
  const schedule = parseSchedule(cron);
  const first = schedule.nextAfter(startAt) ?? Infinity;
  return [first, schedule.nextAfter(first) ?? Infinity];
}

/** The timers of every function, with the tick every `tickMinutes`. */
export async function schedulesOf(tickMinutes: number): Promise<TimerSchedule[]> {
  const names = await listFunctions(join(root, 'cloudfunctions'));
  return names.flatMap((name) => {
    const { triggers } = readFunctionConfig(join(root, 'cloudfunctions', name, 'config.json'));
    return triggers.map<TimerSchedule>(({ config: cron }) => [
      name,
      name === 'tick' ? cron.replace(/^(\S+) \*/, `$1 */${tickMinutes}`) : cron,
    ]);
  });
}
