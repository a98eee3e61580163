import type { Command } from '../commands/all';
import type { Flow } from '../exhaustive';
import type { Person } from '../people';
import type { Race } from '../races';
import type { FaultName, FaultPoint } from '../world/faults';
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
const shoots = (id: number, at: number): Command => ({
  ...{ id, at, who: 'p0', do: 'shoot', request: 't1', count: 2, cost: 2, note: 'p0 t1。' },
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

/** The vendor refuses every order of the first commands: the job is given up. */
const isRefused = ({ key, operation }: FaultPoint): FaultName | null =>
  key < 10 && operation === 'order' ? 'provider:500' : null;

/** A task from its submit to its end; afterwards the same tap again, or the timer. */
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
    // Faults end with the last command, and the verdict comes after the picture.
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

export const studioRaces: Race[] = [
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
];
