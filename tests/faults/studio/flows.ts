import type { Command } from '../commands/all';
import type { Flow } from '../exhaustive';
import type { Person } from '../people';
import type { Race } from '../races';
import type { FaultName, FaultPoint, Plan } from '../world/faults';
import { firstPushKey } from '../world/world';
import { calmStudio as studio } from './setup';

const person = (name: string, tier: Person['tier']): Person => ({
  ...{ name, tier, isMember: true, credits: 100, filled: 0 },
});
const free = [person('p0', 'free')];
const withAdmin = [...free, person('p1', 'admin')];
const own = { owner: 'p0', request: 't1' };

const fits = (id: number, at: number): Command => ({
  ...{ id, at, who: 'p0', do: 'fit', request: 't1', cost: 1 },
});
const shoots = (id: number, at: number, count = 2): Command => ({
  ...{ id, at, who: 'p0', do: 'shoot', request: 't1', count, cost: count, note: 'p0 t1。' },
});
const nudges = (id: number, at: number): Command => ({ id, at, who: 'p0', do: 'nudge' });
const ticks = (id: number, at: number, aheadMs?: number): Command => ({
  ...{ id, at, who: 'p0', do: 'sweep' },
  ...(aheadMs === undefined ? {} : { aheadMs }),
});
const cancels = (id: number, at: number): Command => ({
  ...{ id, at, who: 'p0', do: 'cancelTask', of: own },
});
const replays = (id: number, at: number): Command => ({
  ...{ id, at, who: 'p1', do: 'replay', of: own, index: 0, request: 'd1' },
});

/** The vendor refuses every order of the first commands, so the job is given up. */
const isRefused = ({ key, operation }: FaultPoint): FaultName | null =>
  key < 10 && operation === 'order' ? 'provider:500' : null;

/** Tasks from submit to end, each followed by the same tap again or the timer. */
export const studioFlows: Flow[] = [
  {
    name: 'photography.generate, two pictures',
    ...{ struck: 1, studio, people: free, commands: [shoots(1, 0), shoots(2, 70_000)] },
  },
  {
    name: 'fitting.generate',
    ...{ struck: 1, studio, people: free, commands: [fits(1, 0), fits(2, 70_000)] },
  },
  {
    name: 'a nudge that has a vendor begin',
    ...{ struck: 2, studio, people: free, commands: [fits(1, 0), nudges(2, 1_000)] },
  },
  {
    name: 'a nudge that asks the vendor and stores the picture',
    ...{ struck: 3, studio, people: free },
    commands: [fits(1, 0), nudges(2, 1_000), nudges(3, 30_000)],
  },
  {
    name: 'a nudge that delivers what has passed',
    ...{ struck: 4, studio, people: free },
    commands: [fits(1, 0), nudges(2, 1_000), nudges(3, 30_000), nudges(4, 45_000)],
  },
  {
    name: 'the verdict on a picture',
    ...{ struck: firstPushKey + 1, studio, people: free },
    // The push comes a second after the picture; calls are struck until the last command has ended.
    commands: [fits(1, 0), nudges(2, 1_000), nudges(3, 30_000), nudges(4, 45_000)],
  },
  {
    name: 'queue.cancelTask before a vendor has begun',
    ...{ struck: 2, studio, people: free },
    commands: [shoots(1, 0), cancels(2, 500), cancels(3, 70_000)],
  },
  {
    name: 'queue.cancelTask of what is being made',
    ...{ struck: 3, studio, people: free },
    commands: [fits(1, 0), nudges(2, 1_000), cancels(3, 3_000), nudges(4, 9_000)],
  },
  {
    name: 'queue.replay of a dead job',
    ...{ struck: 10, studio, people: withAdmin, before: isRefused },
    commands: [
      ...[fits(1, 0), ticks(2, 61_000), ticks(3, 200_000), ticks(4, 400_000), ticks(5, 700_000)],
      ...[ticks(6, 1_000_000), ticks(7, 1_300_000), replays(10, 1_500_000), replays(11, 1_560_000)],
    ],
  },
];

const isCall = (key: number, operation: string, collection?: string) => (point: FaultPoint) =>
  point.key === key && point.operation === operation && point.collection === collection;

const isSlowToLookAtPhotos = ({ key, operation }: FaultPoint): FaultName | null =>
  key === 2 && operation === 'batchGetDownloadUrl' ? 'slow' : null;

/** Two orders of four pictures each. */
const crowdOf = (who: string, firstId: number): Command[] =>
  [0, 1].map((index) => ({
    ...{ id: firstId + index, at: index * 400, who, do: 'shoot', request: `c${index + 1}` },
    ...{ count: 4, cost: 0, note: `${who} c${index + 1}。` },
  }));

const isStart =
  (struck: number) =>
  ({ key, operation }: FaultPoint): boolean =>
    key === struck && (operation === 'order' || operation === 'edit');
const isBusyFor =
  (struck: number) =>
  ({ key, operation }: FaultPoint): FaultName | null =>
    key === struck && operation === 'order' ? 'provider:500' : null;
/** Kills the command after it has made such a call. */
const diesOf =
  (struck: number, ...operations: string[]): Plan =>
  ({ key, operation }) =>
    key === struck && operations.includes(operation) ? 'kill-after' : null;
const agrees = (id: number, at: number): Command => ({ id, at, who: 'p0', do: 'agree' });
const consents = (id: number, at: number, request: string): Command => ({
  ...{ id, at, who: 'p0', do: 'consent', request },
});

export const studioRaces: Race[] = [
  {
    name: 'a crowd of pictures at a model with few places',
    studio: { ...studio, maxConcurrent: 1, perMinute: 1 },
    people: [...free, person('p2', 'vip'), person('p3', 'vip')],
    commands: [...crowdOf('p2', 1), ...crowdOf('p3', 3), ticks(9, 5_000)],
    moved: [fits(10, 0)],
    ...{ around: isCall(9, 'order'), beforeMs: 2, afterMs: 0 },
  },
  {
    name: 'an order that is refused for now',
    ...{ studio, people: free, before: isBusyFor(2) },
    commands: [fits(1, 0), ticks(2, 61_000)],
    moved: [nudges(3, 200)],
    ...{ around: isCall(2, 'order'), beforeMs: 2, afterMs: 0 },
  },
  {
    name: 'a worker that dies of its order, and the next one',
    ...{ studio, people: free, before: diesOf(2, 'edit', 'order') },
    commands: [shoots(1, 0), ticks(2, 61_000)],
    moved: [ticks(3, 120_000)],
    ...{ around: isStart(2), beforeMs: 2, afterMs: 0 },
  },
  {
    name: 'a worker that dies of its message, and the next one',
    ...{ studio, people: free, before: diesOf(7, 'subscribeMessage.send') },
    commands: [
      // Two consents, so a second message would be allowed.
      ...[agrees(10, 0), consents(11, 10, 'n1'), agrees(12, 20), consents(13, 30, 'n2')],
      ...[fits(3, 500), nudges(4, 1_000), nudges(5, 30_000), nudges(6, 45_000), ticks(7, 120_000)],
    ],
    moved: [ticks(8, 200_000)],
    ...{ around: isCall(7, 'subscribeMessage.send'), beforeMs: 2, afterMs: 0 },
  },
  {
    name: 'more pictures than the budget of a day',
    studio: { ...studio, dailyFen: 60 },
    people: free,
    commands: [shoots(1, 0, 4), ticks(2, 61_000), ticks(3, 120_000)],
    moved: [nudges(4, 0)],
    ...{ around: isStart(2), beforeMs: 2, afterMs: 0 },
  },
  {
    name: 'a cancel while the picture arrives',
    ...{ studio, people: free },
    commands: [fits(1, 0), nudges(2, 1_000), nudges(3, 30_000)],
    moved: [cancels(4, 0)],
    ...{ around: isCall(3, 'poll'), beforeMs: 60, afterMs: 200 },
  },
  {
    name: 'a cancel while a vendor begins',
    ...{ studio, people: free },
    commands: [fits(1, 0), nudges(2, 1_000)],
    moved: [cancels(3, 0)],
    ...{ around: isCall(2, 'order'), beforeMs: 120, afterMs: 120 },
  },
  {
    name: 'a cancel while the answer of a vendor is written down',
    ...{ studio, people: free },
    commands: [fits(1, 0), nudges(2, 1_000)],
    moved: [cancels(3, 0)],
    ...{ around: isCall(2, 'update', 'task_attempts'), beforeMs: 160, afterMs: 0 },
  },
  {
    name: 'a cancel while the picture is delivered',
    ...{ studio, people: free },
    commands: [fits(1, 0), nudges(2, 1_000), nudges(3, 30_000), nudges(4, 45_000)],
    moved: [cancels(5, 0)],
    ...{ around: isCall(4, 'commit'), beforeMs: 250, afterMs: 60 },
  },
  {
    name: 'two workers and one job',
    ...{ studio, people: free },
    commands: [fits(1, 0), ticks(2, 61_000)],
    moved: [nudges(3, 0)],
    ...{ around: isCall(2, 'order'), beforeMs: 200, afterMs: 60 },
  },
  {
    name: 'a lease that is lost while its worker lives',
    ...{ studio, people: free },
    commands: [fits(1, 0), nudges(2, 61_000)],
    moved: [ticks(3, 0, 180_000)],
    ...{ around: isCall(2, 'order'), beforeMs: 150, afterMs: 60 },
  },
  {
    name: 'a lease that is lost while its worker ends the job',
    ...{ studio, people: free },
    commands: [fits(1, 0), nudges(2, 1_000), nudges(3, 30_000), nudges(4, 45_000)],
    moved: [ticks(5, 0, 180_000)],
    ...{ around: isCall(4, 'commit'), beforeMs: 100, afterMs: 10 },
  },
  {
    // The worker waits for the URL of a photo and then finds a live lease of another worker.
    name: 'a lease that is lost before an order is written down, by a clock that leaps',
    ...{ studio, people: free, before: isSlowToLookAtPhotos },
    commands: [fits(1, 0), nudges(2, 61_000)],
    moved: [{ id: 3, at: 0, who: 'p0', do: 'clock', byMs: 95_000 }, ticks(4, 1)],
    ...{ around: isCall(2, 'begin'), beforeMs: 200, afterMs: -70 },
  },
];
