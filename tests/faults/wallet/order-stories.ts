import type { Command } from '../commands/all';
import type { OrderAct } from '../commands/wallet';
import type { Person } from '../people';
import { runScenario } from '../run';
import type { Stage } from '../run';
import type { Scenario } from '../scenario';
import { playStory, textsOf } from '../staged';
import type { Story } from '../staged';
import type { FaultPoint } from '../world/faults';
import { createRandom } from '../world/random';

/** Events after the tap that placed the order. Money moves only in the payment at the beginning and in `payLate`. */
const orderEvents = [
  ...(['createAgain', 'phone', 'push', 'pushAgain', 'tick', 'admin'] as const),
  ...(['close', 'payLate', 'refund'] as const),
] as const;
type OrderEvent = (typeof orderEvents)[number];

/** The number of stories that were played, and of those without a violation. */
export type StoriesResult = {
  name: string;
  tried: number;
  held: number;
  failures: { story: string; texts: string[] }[];
};

const people: Person[] = [
  { name: 'p0', tier: 'free', isMember: true, credits: 100, filled: 0 },
  { name: 'p1', tier: 'admin', isMember: true, credits: 100, filled: 0 },
];
const of = { owner: 'p0', request: 'o1' };
const order: OrderAct = { do: 'order', request: 'o1', product: 'credits_500', step: 0 };
const payment: OrderAct = { do: 'pay', of, shortFen: 0, couponFen: 0, push: 'none' };
const closedMs = 31 * 60_000;
/** Longer than the timer's interval between two polls of an order. */
const apartMs = 65_000;
const idsPerEvent = 10;
const maxKey = 1_000;

/** All sequences of up to three different events. */
function permutations(): OrderEvent[][] {
  const longer = (some: OrderEvent[][]): OrderEvent[][] =>
    some.flatMap((events) =>
      orderEvents.filter((event) => !events.includes(event)).map((event) => [...events, event]),
    );
  const ones = longer([[]]);
  const twos = longer(ones);
  return [...ones, ...twos, ...longer(twos)];
}

/** A sequence of events, or a seed that draws one. */
export type OrderStory = OrderEvent[] | number;

export function playOrderStory(story: OrderStory, stage: Stage): Promise<StoriesResult> {
  return typeof story === 'number' ? playSeeded(story, stage) : playPermutation(story, stage);
}

/** Selects stories: every n-th permutation, `seeded` seeds, and of all these the `nth` of `of` parts, counted from 1. */
export type OrderChoice = { every: number; seeded: number; part?: { nth: number; of: number } };

export function orderStories({ every, seeded, part }: OrderChoice): OrderStory[] {
  const some = permutations().filter((_, index) => index % every === 0);
  const all = [...some, ...Array.from({ length: seeded }, (_, index) => index + 1)];
  return part === undefined ? all : all.filter((_, index) => index % part.of === part.nth - 1);
}

/** Plays the events undisturbed, then once for each call to the cloud or WeChat, killed after it. */
async function playPermutation(events: OrderEvent[], stage: Stage): Promise<StoriesResult> {
  const name = 'permutations of three events, killed after each call';
  const result: StoriesResult = { name, tried: 0, held: 0, failures: [] };
  const story = storyOf(events);
  const points: FaultPoint[] = [];
  await play('undisturbed', (point) => {
    if (point.nth > 0 && point.key < maxKey) points.push(point);
    return false;
  });
  for (const { key, nth, service } of points) {
    await play(
      `killed after call ${nth} of command ${key}`,
      (point) => point.key === key && point.nth === nth && point.service === service,
    );
  }
  return result;

  async function play(how: string, isKilled: (point: FaultPoint) => boolean): Promise<void> {
    const run = await playStory(story, stage, (point) => (isKilled(point) ? 'kill-after' : null));
    result.tried += 1;
    if (run.violations.length === 0) result.held += 1;
    else result.failures.push({ story: `${events.join(', ')}; ${how}`, texts: textsOf(run) });
  }
}

function storyOf(events: readonly OrderEvent[]): Omit<Story, 'name'> {
  const commands: Command[] = [{ id: 1, at: 0, who: 'p0', ...order }];
  if (!events.includes('payLate')) commands.push({ id: 2, at: 1_000, who: 'p0', ...payment });
  const lost: number[] = [];
  for (const [index, event] of events.entries()) {
    const id = (index + 1) * idsPerEvent;
    commands.push(...commandsOf(event, id, (index + 1) * apartMs));
    if (event === 'createAgain') lost.push(id);
  }
  return {
    ...{ people, commands, hasWallet: true },
    before: ({ key, nth }) => (nth === 0 && lost.includes(key) ? 'client-gone' : null),
  };
}

function commandsOf(event: OrderEvent, id: number, at: number): Command[] {
  const [mine, admins] = [
    { id, at, who: 'p0' },
    { id, at, who: 'p1' },
  ];
  switch (event) {
    case 'createAgain':
      return [
        { ...mine, ...order },
        { ...mine, id: id + 1, at: at + 5_000, ...order },
      ];
    case 'phone':
      return [{ ...mine, do: 'getOrder', of }];
    case 'push':
    case 'pushAgain':
      return [{ ...mine, do: 'forgedPush', of, lie: 'payment' }];
    case 'tick':
      return [{ ...mine, do: 'sweep' }];
    case 'admin':
      return [{ ...admins, do: 'recheck', of }];
    case 'close':
      return [
        { ...mine, do: 'clock', byMs: closedMs },
        { ...mine, id: id + 1, at: at + 100, do: 'sweep' },
      ];
    case 'payLate':
      return [{ ...mine, ...payment }];
    case 'refund':
      return [{ ...admins, do: 'refund', of, fen: 1_000, request: `b${id}` }];
  }
}

/** Plays up to eight events at random moments while calls fail. */
async function playSeeded(seed: number, stage: Stage): Promise<StoriesResult> {
  const run = await runScenario(seededStory(seed), stage);
  const hasHeld = run.violations.length === 0;
  return {
    name: 'seeded stories of up to eight events',
    ...{ tried: 1, held: hasHeld ? 1 : 0 },
    failures: hasHeld ? [] : [{ story: `order story ${seed}`, texts: textsOf(run) }],
  };
}

function seededStory(seed: number): Scenario {
  const random = createRandom(seed, 23);
  const commands: Command[] = [{ id: 1, at: 0, who: 'p0', ...order }];
  let at = 0;
  if (random.chance(0.6)) {
    at += random.between(50, 3_000);
    commands.push({ id: 2, at, who: 'p0', ...payment });
  }
  const count = random.between(1, 8);
  for (let index = 1; index <= count; index += 1) {
    at += random.pick([0, 20, 150, 2_100, apartMs]);
    commands.push(...commandsOf(random.pick(orderEvents), index * idsPerEvent, at));
  }
  return {
    ...{ seed, people, commands, outages: [], studio: null, hasWallet: true },
    startAt: Date.UTC(2026, 0, 1) + ((seed * 37) % 1500) * 86_400_000,
    faultRate: random.pick([0, 0.05, 0.1, 0.2, 0.3]),
  };
}
