import type { Stage } from './run';
import { generateCommand, member, sweeps, playStory, textsOf } from './staged';
import type { Story } from './staged';
import type { Command } from './commands/all';
import type { Person } from './people';
import { quotaFlows } from './quota-flows';
import { studioFlows } from './studio/flows';
import { walletFlows } from './wallet/flows';
import type { FaultName, FaultPoint } from './world/faults';

/** One flow through the product. Every call of the command `struck` is struck by a fault, one per run. */
export type Flow = Story & { struck: number };

export type FlowResult = {
  name: string;
  /** The number of calls to the cloud and the provider in an undisturbed run. */
  points: number;
  /** Each of these calls is tried with each fault. */
  tried: number;
  held: number;
  wallMs: number;
  failures: { nth: number; fault: FaultName; texts: string[] }[];
};

const ways = ['kill', 'kill-after', 'fail-before', 'fail-after'] as const;

const admin: Person = { name: 'p1', tier: 'admin', isMember: true, credits: 100, filled: 0 };
/** The same tap again, and a read, long after the call that was struck. */
const later = (mode: 'single' | 'double' = 'single'): Command[] => [
  generateCommand(2, 70_000, mode),
  sweeps(3, 210_000),
  { id: 4, at: 220_000, who: 'p0', do: 'works' },
];
const killedAt =
  (operation: string) =>
  ({ key, operation: current }: FaultPoint): FaultName | null =>
    key === 1 && current === operation ? 'kill-after' : null;
const adjusts = (id: number, at: number): Command => ({
  ...{ id, at, who: 'p1', do: 'adjust' },
  ...{ target: 'p0', amount: -3, request: 'a1' },
});

export const flows: Flow[] = [
  {
    name: 'generate, free',
    struck: 1,
    people: member('free'),
    commands: [generateCommand(1, 0), ...later()],
  },
  {
    name: 'generate, vip',
    struck: 1,
    people: member('vip'),
    commands: [generateCommand(1, 0), ...later()],
  },
  {
    name: 'generate, two pictures',
    struck: 1,
    people: member('free'),
    commands: [generateCommand(1, 0, 'double'), ...later('double')],
  },
  {
    name: 'login, first time',
    struck: 1,
    people: [{ name: 'p0', tier: 'free', isMember: false, credits: 100, filled: 0 }],
    commands: [
      { id: 1, at: 0, who: 'p0', do: 'login' },
      { id: 2, at: 10, who: 'p0', do: 'login' },
      { id: 3, at: 30_000, who: 'p0', do: 'login' },
    ],
  },
  {
    name: 'sweep of a work without a picture',
    struck: 2,
    people: member('free'),
    commands: [generateCommand(1, 0), sweeps(2, 200_000), sweeps(3, 270_000)],
    before: killedAt('generate'),
  },
  {
    name: 'sweep of a work whose picture is stored',
    struck: 2,
    people: member('vip'),
    commands: [generateCommand(1, 0), sweeps(2, 200_000), sweeps(3, 270_000)],
    before: killedAt('upload'),
  },
  {
    name: 'recovery from the backup',
    struck: 2,
    people: member('vip'),
    commands: [generateCommand(1, 0), sweeps(2, 100_000), sweeps(3, 170_000)],
    before: ({ key, collection, operation }) =>
      key === 1 && collection === 'works' && operation === 'update' ? 'fail-before' : null,
  },
  {
    name: 'adjustCredits',
    struck: 1,
    people: [...member('free', 5), admin],
    commands: [adjusts(1, 0), adjusts(2, 30_000)],
  },
  ...quotaFlows,
  ...studioFlows,
  ...walletFlows,
];

/** At every single call of a flow: kills before and after it, and fails it before and after it took effect. */
export async function strikeEverywhere(flow: Flow, stage: Stage): Promise<FlowResult> {
  const startedAt = performance.now();
  const points: FaultPoint[] = [];
  await playStory(flow, stage, (point) => {
    if (point.key === flow.struck && point.nth > 0) points.push(point);
    return null;
  });
  if (points.length === 0) throw new Error(`${flow.name}: nothing of it can be struck.`);
  const result: FlowResult = {
    name: flow.name,
    points: points.length,
    tried: 0,
    held: 0,
    wallMs: 0,
    failures: [],
  };
  for (const point of points) {
    for (const way of ways) {
      const fault = faultFor(way, point);
      // Concurrent calls may come in another order: the service must match too, as faults of the provider cannot
      // strike the cloud.
      const isProvider = point.service === 'provider';
      const run = await playStory(flow, stage, ({ key, nth, service }) =>
        key === flow.struck && nth === point.nth && (service === 'provider') === isProvider
          ? fault
          : null,
      );
      result.tried += 1;
      if (run.violations.length === 0) result.held += 1;
      else result.failures.push({ nth: point.nth, fault, texts: textsOf(run) });
    }
  }
  result.wallMs = performance.now() - startedAt;
  return result;
}

/** The same fault in the terms of the provider, for calls to it. */
function faultFor(way: (typeof ways)[number], { service, operation }: FaultPoint): FaultName {
  if (service !== 'provider' || way === 'kill' || way === 'kill-after') return way;
  if (way === 'fail-before' || operation === 'picture') return 'provider:unreachable';
  return 'provider:cut';
}
