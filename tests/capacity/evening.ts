import type { InvocationReport } from '../../devtools/emulator/functions/invocation';
import type { PlanFigures } from '../../devtools/emulator/plan/plan';
import { createRandom } from '../faults/world/random';
import type { Random } from '../faults/world/random';
import { createTaskDesk } from '../support/tasks';
import type { TaskDesk, TaskStudio } from '../support/tasks';
import { tick } from '../support/tick';
import type { Cost } from './measure';
import { databaseMs, peakHourShare, pictureSeconds, smallPlan } from './plans';

/** A minute of the busiest hour on the small plan with its limits enforced. */
export type Evening = {
  users: number;
  seconds: number;
  calls: number;
  /** Replies that users see as a failure: refused by the platform, or aborted by the function. */
  failed: number;
  p95Ms: number;
  plan: PlanFigures;
};

const seconds = 60;
const fitters = 8;
type Arrival = { atMs: number; who: string; action: string };

/** Arrivals are random: the average of the busiest hour says little about its busiest second. */
export async function playEvening(
  studio: TaskStudio,
  users: number,
  costs: readonly Cost[],
): Promise<Evening> {
  const { plan } = studio.cloud.cloud;
  const random = createRandom(users);
  const arrivals = drawArrivals(users, costs, random);
  const desks = new Map<string, TaskDesk>();
  for (const who of new Set(arrivals.map((arrival) => arrival.who))) {
    await studio.call(who, 'login', 'wxLogin', {});
    if (!who.startsWith('oFits')) continue;
    const desk = createTaskDesk(() => studio, who);
    await desk.known();
    desks.set(who, desk);
  }
  slowDown(studio);
  plan.set({
    databasePerSecond: smallPlan.qps,
    databaseConnections: smallPlan.connections,
    functionConcurrency: smallPlan.concurrency,
  });
  const durations: number[] = [];
  let failed = 0;
  await Promise.all([
    ...arrivals.map(async ({ atMs, who, action }, n) => {
      await wait(atMs);
      const [name = '', act = ''] = action.split('.');
      const data = dataOf(action, `${users}-${n}`, desks.get(who));
      const report = await studio.cloud.report(name, { action: act, data }, who);
      durations.push(report.durationMs);
      if (isFailure(report)) failed += 1;
    }),
    ...[20_000, 40_000, 58_000].map(async (atMs) => {
      await wait(atMs);
      await tick(studio.cloud);
    }),
  ]);
  await studio.cloud.cloud.pushes.settled();
  const shown = plan.show();
  plan.set(null);
  studio.cloud.faults([]);
  if (shown === null) throw new Error('The limits were not set.');
  durations.sort((one, other) => one - other);
  const p95Ms = Math.round(durations[Math.floor(durations.length * 0.95)] ?? 0);
  return { users, seconds, calls: arrivals.length, failed, p95Ms, plan: shown.figures };
}

function drawArrivals(users: number, costs: readonly Cost[], random: Random): Arrival[] {
  const actions = costs.filter(({ action, isFollowUp }) => !isFollowUp && action in inputs);
  const perDay = actions.reduce((sum, cost) => sum + cost.perDay, 0);
  const perMs = (users * perDay * peakHourShare) / 3_600_000;
  const arrivals: Arrival[] = [];
  for (let atMs = 0; ;) {
    atMs += -Math.log(1 - random.next()) / perMs;
    if (atMs >= seconds * 1_000) return arrivals;
    const action = drawAction(actions, random.next() * perDay);
    // Registering photos takes time, so only a few prepared users try on.
    const isFitter = action === 'fitting.generate';
    const who = isFitter
      ? `oFits-${random.between(1, fitters)}`
      : `oPeak-${random.between(1, users)}`;
    arrivals.push({ atMs, who, action });
  }
}

function drawAction(actions: readonly Cost[], drawn: number): string {
  let left = drawn;
  for (const { action, perDay } of actions) {
    left -= perDay;
    if (left < 0) return action;
  }
  return actions[0]?.action ?? '';
}

/** Inputs of the actions that are played; other actions are only calculated. */
const inputs: Record<string, (id: string) => object> = {
  'login.wxLogin': () => ({}),
  'aiGenerate.getGenerateOptions': () => ({}),
  'aiGenerate.generate': (requestId) => ({ requestId, prompt: '橘猫' }),
  'workManage.getWorks': () => ({}),
  'quota.getOverview': () => ({}),
  'chat.send': (messageId) => ({ messageId, text: '你好' }),
  'payment.dailyCheckin': () => ({}),
  'queue.listTasks': () => ({}),
  'queue.nudge': () => ({}),
  'fitting.generate': (requestId) => ({ requestId, expectedCost: 1 }),
};

function dataOf(action: string, id: string, desk: TaskDesk | undefined): object {
  const data = inputs[action]?.(id) ?? {};
  if (desk === undefined) return data;
  const [person, garment] = (['person', 'garment'] as const).map(
    (kind) => desk.rows('assets', { userId: desk.userId, kind })[0]?._id,
  );
  return { ...data, personAssetId: person, garments: [{ assetId: garment, part: 'top' }] };
}

/** Adds realistic delays: the local cloud answers in less than a millisecond, and its stubs draw at once. */
function slowDown(studio: TaskStudio): void {
  studio.cloud.faults([
    { service: 'database', fault: 'delay', delayMs: databaseMs },
    {
      ...{ service: 'http', operation: 'POST', function: 'aiGenerate', fault: 'delay' },
      delayMs: pictureSeconds * 1_000,
    },
  ]);
}

/** A refusal that tells the user what to change is not a failure. */
function isFailure(report: InvocationReport): boolean {
  if ('error' in report) return true;
  const { code } = report.result as { code: number };
  return code >= 500;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
