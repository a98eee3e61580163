import type { Command } from './commands/all';
import { quotaRaces } from './quota-flows';
import { studioRaces } from './studio/flows';
import type { Stage } from './run';
import { generateCommand, member, sweeps, playStory, textsOf } from './staged';
import type { Story } from './staged';
import { walletRaces } from './wallet/flows';
import type { FaultName, FaultPoint, Plan } from './world/faults';

/** Two commands that interleave: `moved` starts at every millisecond around a call of `commands`. */
export type Race = Story & {
  moved: Command[];
  around: (point: FaultPoint) => boolean;
  beforeMs: number;
  afterMs: number;
};

export type RaceResult = {
  name: string;
  /** The number of starting moments that were tried. */
  tried: number;
  held: number;
  failures: { at: number; texts: string[] }[];
};

const ahead = sweeps(2, 0, 300_000);
const isCall = (key: number, operation: string, collection?: string) => (point: FaultPoint) =>
  point.key === key && point.operation === operation && point.collection === collection;
const isUpload = isCall(1, 'upload');

const failsIn =
  (...collections: string[]) =>
  ({ key, collection = '', operation }: FaultPoint): FaultName | null =>
    key === 1 && collections.includes(collection) && /^(update|set)$/.test(operation)
      ? 'fail-before'
      : null;
const slowSteps = new Set(['begin', 'get', 'add', 'commit']);
/** The sweeper has looked for the picture and then pauses before it marks the work as failed. */
const isSlowToFail = ({ key, operation, isInTransaction }: FaultPoint): FaultName | null =>
  key === 2 && (isInTransaction || operation === 'begin') && slowSteps.has(operation)
    ? 'slow'
    : null;
const either =
  (...plans: Plan[]): Plan =>
  (point) =>
    plans.reduce<FaultName | null>((found, plan) => found ?? plan(point), null);
const killedAt =
  (wanted: string): Plan =>
  ({ key, operation }) =>
    key === 1 && operation === wanted ? 'kill-after' : null;

const loses = (id: number, at: number): Command => ({ id, at, who: 'p0', do: 'lose-rows' });

const drawing = { people: member('free'), commands: [generateCommand(1, 0)] };

/** The picture's address arrives before its file exists. */
const isLate = ({ key, service, operation }: FaultPoint): FaultName | null =>
  key === 1 && service === 'provider' && operation === 'generate' ? 'provider:url-late=1500' : null;

export const races: Race[] = [
  {
    name: 'a late picture and a sweeper',
    ...drawing,
    before: isLate,
    moved: [sweeps(2, 0)],
    ...{ around: isCall(1, 'picture'), beforeMs: 10, afterMs: 10 },
  },
  {
    name: 'a sweeper with a fast clock',
    ...drawing,
    ...{ moved: [ahead], around: isUpload, beforeMs: 150, afterMs: 50 },
  },
  {
    name: 'a sweeper with a fast clock, while works cannot be written',
    ...drawing,
    before: failsIn('works'),
    ...{ moved: [ahead], around: isUpload, beforeMs: 150, afterMs: 50 },
  },
  {
    name: 'a slow one, while works cannot be written',
    ...drawing,
    before: either(failsIn('works'), isSlowToFail),
    ...{ moved: [ahead], around: isUpload, beforeMs: 150, afterMs: 50 },
  },
  {
    name: 'a slow one, while neither works nor the backup can be written',
    ...drawing,
    before: either(failsIn('works', 'emergency_backup'), isSlowToFail),
    ...{ moved: [ahead], around: isUpload, beforeMs: 150, afterMs: 50 },
  },
  {
    name: 'a slow one and the same request again, while works cannot be written',
    ...drawing,
    before: either(failsIn('works'), isSlowToFail),
    // The second request finds the backup waiting while the row is still running.
    ...{ moved: [ahead, generateCommand(3, 6_100)], around: isUpload, beforeMs: 150, afterMs: 50 },
  },
  {
    name: 'two sweepers and a work without a picture',
    people: member('free'),
    commands: [generateCommand(1, 0), sweeps(2, 200_000)],
    before: killedAt('generate'),
    ...{ moved: [sweeps(3, 0)], around: isCall(2, 'begin'), beforeMs: 100, afterMs: 50 },
  },
  {
    name: 'two sweepers and a waiting backup',
    people: member('vip'),
    commands: [generateCommand(1, 0), sweeps(2, 100_000)],
    before: failsIn('works'),
    ...{ moved: [sweeps(3, 0)], around: isCall(2, 'begin'), beforeMs: 100, afterMs: 50 },
  },
  {
    name: 'a picture that a user puts where ours would lie',
    people: member('free'),
    commands: [generateCommand(1, 0), sweeps(3, 200_000)],
    before: killedAt('generate'),
    moved: [{ id: 2, at: 0, who: 'p0', do: 'plant', request: 'r1' }],
    ...{ around: isCall(1, 'commit'), beforeMs: 5, afterMs: 5 },
  },
  {
    name: 'a work that waits in the backup, whose row is lost',
    people: member('vip'),
    commands: [generateCommand(1, 0)],
    before: failsIn('works'),
    moved: [
      { id: 2, at: 100, who: 'p0', do: 'lose-rows' },
      { id: 3, at: 110, who: 'p0', do: 'usage' },
      generateCommand(4, 120),
    ],
    ...{ around: isCall(1, 'set', 'emergency_backup'), beforeMs: 120, afterMs: 20 },
  },
  {
    name: 'a fast one, while works cannot be written, and then the rows are lost',
    ...drawing,
    before: failsIn('works'),
    // A work that the sweeper has failed and refunded must not be restored from the backup as paid.
    ...{ moved: [ahead, loses(3, 20_000)], around: isUpload, beforeMs: 150, afterMs: 50 },
  },
  {
    name: 'a fast one, while works cannot be written, then the rows are lost and the request comes again',
    ...drawing,
    before: failsIn('works'),
    moved: [ahead, loses(3, 20_000), generateCommand(4, 20_010)],
    ...{ around: isUpload, beforeMs: 150, afterMs: 50 },
  },
  ...quotaRaces,
  ...studioRaces,
  ...walletRaces,
];

/** `stopsAtFailure`: ends with the first failure. */
export async function runRace(
  race: Race,
  stage: Stage,
  { stopsAtFailure = false } = {},
): Promise<RaceResult> {
  const { name, commands, moved, around, beforeMs, afterMs } = race;
  const moments: number[] = [];
  const before: Plan = (point) => {
    if (around(point)) moments.push(point.elapsed);
    return race.before?.(point) ?? null;
  };
  await playStory({ ...race, before }, stage);
  const [middle] = moments;
  if (middle === undefined) throw new Error(`${name}: nobody makes the call that it is about.`);
  const result: RaceResult = { name, tried: 0, held: 0, failures: [] };
  for (let at = Math.max(0, middle - beforeMs); at <= middle + afterMs; at += 1) {
    const meeting = moved.map((command) => ({ ...command, at: at + command.at }));
    const run = await playStory({ ...race, commands: [...commands, ...meeting] }, stage);
    result.tried += 1;
    if (run.violations.length === 0) result.held += 1;
    else result.failures.push({ at, texts: textsOf(run) });
    if (stopsAtFailure && result.failures.length > 0) break;
  }
  return result;
}
