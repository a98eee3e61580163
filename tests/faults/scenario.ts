import { drawCommand, kinds, quotaKinds, studioKinds, walletKinds } from './commands/all';
import type { Act, Command } from './commands/all';
import type { AnyAct, Draft, Kind } from './commands/kind';
import { createOutage } from './outage';
import type { Outage } from './outage';
import { createPeople, withAdmins, withQuotas } from './people';
import type { Person, Target } from './people';
import { createSetup } from './studio/setup';
import type { StudioSetup } from './studio/setup';
import { createRandom } from './world/random';
import type { Random } from './world/random';

export type Scenario = {
  seed: number;
  startAt: number;
  people: Person[];
  commands: Command[];
  outages: Outage[];
  /** The share of calls to the cloud and the provider that are struck. */
  faultRate: number;
  /** Null: the studio is not used. */
  studio?: StudioSetup | null;
  /** True: the wallet is used. */
  hasWallet?: boolean;
};

const dayMs = 86_400_000;

/** Deterministic: a seed always gives the same scenario. */
export function createScenario(seed: number): Scenario {
  const random = createRandom(seed, 7);
  const isLong = seed % 50 === 0;
  const isFaulty = !random.chance(0.15);
  const everybody = createPeople(random, isLong ? random.between(5, 20) : random.between(1, 4));
  const subject = subjectOf(seed);
  const hasQuotas = subject === 'quotas';
  const people = hasQuotas
    ? withQuotas(random, everybody)
    : subject === 'wallet'
      ? withAdmins(random, everybody)
      : everybody;
  const count = isLong ? random.between(20, 60) : fewCommands(random);
  const startAt = hasQuotas ? startOf(random, seed) : 0;
  const studio = subject === 'studio' ? createSetup(random, isFaulty) : null;
  const commands = createCommands(random, people, count, startAt, kindsOf[subject]);
  const outages = isFaulty && random.chance(0.4) ? [createOutage(random, commands)] : [];
  for (const outage of outages) {
    if (/works-writes/.test(outage.what) && random.chance(0.3)) addIncident(outage, commands);
  }
  return {
    seed,
    startAt: hasQuotas ? startAt : startOf(random, seed),
    people,
    commands,
    outages,
    faultRate: isFaulty ? random.pick([0.05, 0.05, 0.05, 0.08, 0.12, 0.2, 0.3]) : 0,
    studio,
    hasWallet: subject === 'wallet',
  };
}

/** 3 to 12, mostly few: failures rarely need more, and short scenarios allow more of them in the same time. */
function fewCommands(random: Random): number {
  return random.between(3, random.chance(0.7) ? 6 : 12);
}

export const subjects = ['quotas', 'avatars', 'studio', 'wallet'] as const;
export type Subject = (typeof subjects)[number];

export function isAbout(subject: Subject, seed: number): boolean {
  if (subject === 'avatars') {
    return createScenario(seed).commands.some((command) => command.do === 'face');
  }
  return subjectOf(seed) === subject;
}

/** The next `count` seeds about this subject. */
export function seedsFrom(first: number, subject: Subject | undefined, count: number): number[] {
  const seeds: number[] = [];
  for (let seed = first; seeds.length < count; seed += 1) {
    if (subject === undefined || isAbout(subject, seed)) seeds.push(seed);
  }
  return seeds;
}

type Main = 'pictures' | 'quotas' | 'studio' | 'wallet';

const kindsOf: Readonly<Record<Main, readonly Kind<AnyAct>[]>> = {
  pictures: kinds,
  quotas: quotaKinds,
  studio: studioKinds,
  wallet: walletKinds,
};

/** Some scenarios are about the studio or the wallet; half of the others include the chat and changes of limits. */
function subjectOf(seed: number): Main {
  const drawn = createRandom(seed, 19).next();
  if (drawn < 0.15) return 'studio';
  if (drawn < 0.25) return 'wallet';
  return createRandom(seed, 17).chance(0.5) ? 'quotas' : 'pictures';
}

export function isAboutQuotas(seed: number): boolean {
  return subjectOf(seed) === 'quotas';
}

/** Far from the starts of neighbouring seeds, so that everything cached in an instance has expired. */
function startOf(random: Random, seed: number): number {
  const day = Date.UTC(2026, 0, 1) + ((seed * 37) % 1500) * dayMs;
  // 16:00 UTC is midnight in Beijing: some scenarios start just before it.
  const beforeMidnight = 16 * 3_600_000 - random.between(200, 30_000);
  return day + (random.chance(0.3) ? beforeMidnight : random.between(0, dayMs - 1));
}

function createCommands(
  random: Random,
  people: Person[],
  count: number,
  startAt: number,
  from: readonly Kind<AnyAct>[],
): Command[] {
  const commands: Command[] = [];
  const targets: Target[] = [];
  let at = 0;
  let names = 0;
  const draft: Draft = {
    random,
    people,
    commands,
    targets,
    name: (prefix) => `${prefix}${(names += 1)}`,
    add(who, act) {
      commands.push({ id: commands.length + 1, at, who, ...(act as unknown as Act) });
    },
    wait(milliseconds) {
      at += milliseconds;
    },
    now: () => startAt + at,
  };
  for (const { name, isMember } of people) {
    if (isMember) continue;
    draft.add(name, { do: 'login' });
    // The page was opened twice, or on another device.
    if (random.chance(0.3)) draft.add(name, { do: 'login' });
  }
  while (commands.length < count) {
    draft.wait(gap(random));
    drawCommand(draft, random.pick(people).name, from);
  }
  return commands;
}

function gap(random: Random): number {
  const kind = random.next();
  if (kind < 0.35) return random.between(0, 50);
  if (kind < 0.7) return random.between(100, 5_000);
  if (kind < 0.9) return random.between(5_000, 30_000);
  return random.between(60_000, 200_000);
}

/** Rows are lost while their backups wait; then their owners look at their usage. */
function addIncident({ until }: Outage, commands: Command[]): void {
  const people = new Set(
    commands.flatMap((command) => (command.do === 'generate' ? [command.who] : [])),
  );
  let id = commands.length;
  commands.push({ id: (id += 1), at: until, who: 'p0', do: 'lose-rows' });
  for (const who of people) commands.push({ id: (id += 1), at: until + 100, who, do: 'usage' });
  // Phones repeat requests whose replies they never received.
  const requests = commands.filter((command) => command.do === 'generate');
  for (const request of requests) commands.push({ ...request, id: (id += 1), at: until + 200 });
}
