import { createRandom } from './world/random';
import type { Random } from './world/random';

/** A person of a scenario and how the data of the world begin for them. */
export type Person = {
  name: string;
  tier: 'free' | 'vip' | 'admin';
  /** False: has never signed in. */
  isMember: boolean;
  credits: number;
  /** Seats of today that are taken before the start. */
  filled: number;
};

/** A work by who asked for it under which key; `index` tells the two of a double apart. */
export type Target = { owner: string; request: string; index: 0 | 1 };

export type Act =
  | { do: 'login'; nickname?: string }
  | { do: 'generate'; request: string; prompt: string; mode: 'single' | 'double' }
  | { do: 'usage' }
  | { do: 'works' }
  | { do: 'getWork'; target: Target }
  | { do: 'saveWork'; target: Target; isFavorite: boolean }
  | { do: 'updateWork'; target: Target; title: string }
  | { do: 'deleteWork'; target: Target }
  | { do: 'rename'; nickname: string }
  | { do: 'adjust'; target: string; amount: number; request: string }
  /** `aheadMs`: how far the clock of this one instance is ahead. */
  | { do: 'sweep'; aheadMs?: number }
  | { do: 'clock'; to: 'midnight' | 'month-end'; beforeMs: number }
  | { do: 'clock'; byMs: number }
  | { do: 'tier'; target: string; vipLevel: number }
  | { do: 'restart' }
  | { do: 'lose-rows' };

/** `id` stays when other commands are dropped: it seeds what happens during the command. */
export type Command = { id: number; at: number; who: string } & Act;

/** A part of the cloud that is down for some time. */
export type Outage = {
  id: number;
  from: number;
  until: number;
  what:
    | 'works'
    | 'works-writes'
    | 'works-and-backup-writes'
    | 'backup'
    | 'users'
    | 'database'
    | 'storage'
    | 'moderation'
    | 'provider';
  how: 'fail-before' | 'refuse-before' | 'fail-after';
};

export type Scenario = {
  seed: number;
  startAt: number;
  people: Person[];
  commands: Command[];
  outages: Outage[];
  /** Share of all calls on the cloud and the provider that are struck. */
  faultRate: number;
};

export const cleanWords = ['雨中的橘猫', '海边的灯塔', '山里的小屋', '会飞的鲸鱼'];
export const riskyWord = '色情';
const dayMs = 86_400_000;
const limits = { free: 50, vip: 200, admin: 1000 };

/** The same scenario for the same seed, always. */
export function createScenario(seed: number): Scenario {
  const random = createRandom(seed, 7);
  const isLong = seed % 50 === 0;
  const isFaulty = !random.chance(0.15);
  const people = createPeople(random, isLong ? random.between(5, 20) : random.between(1, 4));
  const count = isLong ? random.between(20, 60) : random.between(3, 12);
  const commands = createCommands(random, people, count);
  const outages = isFaulty && random.chance(0.4) ? [createOutage(random, commands)] : [];
  for (const outage of outages) {
    if (/works-writes/.test(outage.what) && random.chance(0.3)) addIncident(outage, commands);
  }
  return {
    seed,
    startAt: startOf(random, seed),
    people,
    commands,
    outages,
    faultRate: isFaulty ? random.pick([0.05, 0.05, 0.05, 0.08, 0.12, 0.2, 0.3]) : 0,
  };
}

/** Far from the start of any neighbour, so that nothing an instance remembers is fresh. */
function startOf(random: Random, seed: number): number {
  const day = Date.UTC(2026, 0, 1) + ((seed * 37) % 1500) * dayMs;
  // Some hours of a day count as two different days in Beijing and in UTC; some end within seconds.
  const beforeMidnight = 16 * 3_600_000 - random.between(200, 30_000);
  return day + (random.chance(0.3) ? beforeMidnight : random.between(0, dayMs - 1));
}

function createPeople(random: Random, count: number): Person[] {
  return Array.from({ length: count }, (_, index): Person => {
    const tier: Person['tier'] =
      index === 0 && random.chance(0.2) ? 'admin' : random.pick(['free', 'free', 'vip'] as const);
    const isFull = tier !== 'admin' && random.chance(0.3);
    return {
      name: `p${index}`,
      tier,
      isMember: tier !== 'free' || random.chance(0.8),
      credits: random.chance(0.25) ? random.between(0, 3) : 100,
      filled: isFull ? limits[tier] - random.between(0, 3) : 0,
    };
  }).map((person) => ({ ...person, filled: person.isMember ? person.filled : 0 }));
}

function createCommands(random: Random, people: Person[], count: number): Command[] {
  const commands: Command[] = [];
  const targets: Target[] = [];
  let at = 0;
  let requests = 0;
  const add = (who: string, act: Act): void => {
    commands.push({ id: commands.length + 1, at, who, ...act });
  };

  for (const person of people) {
    if (person.isMember) continue;
    add(person.name, { do: 'login' });
    // A page that opens twice, or another device.
    if (random.chance(0.3)) add(person.name, { do: 'login' });
  }

  while (commands.length < count) {
    at += gap(random);
    const who = random.pick(people).name;
    const kind = random.next();
    if (kind < 0.5) generate(who);
    else if (kind < 0.58) add(who, { do: 'usage' });
    else if (kind < 0.62) add(who, { do: 'works' });
    else if (kind < 0.76) manage(who);
    else if (kind < 0.8) add(who, { do: 'adjust', ...adjustment() });
    else if (kind < 0.88) add(who, { do: 'sweep' });
    else if (kind < 0.94) moveClock(who);
    else if (kind < 0.955) {
      add(who, { do: 'tier', target: random.pick(people).name, vipLevel: random.between(0, 1) });
    } else if (kind < 0.965) add(who, { do: 'restart' });
    else if (kind < 0.975) add(who, { do: 'lose-rows' });
    else if (kind < 0.99) add(who, { do: 'login', nickname: nickname() });
    else add(who, { do: 'rename', nickname: nickname() });
  }
  return commands;

  function generate(who: string): void {
    const known = commands.filter((command) => command.do === 'generate' && command.who === who);
    const earlier = known.length > 0 && random.chance(0.3) ? random.pick(known) : undefined;
    if (earlier?.do === 'generate') {
      const isOther = random.chance(0.2);
      const { request, mode } = earlier;
      add(who, {
        do: 'generate',
        request,
        mode,
        prompt: isOther ? earlier.prompt.replace('。', '！') : earlier.prompt,
      });
      return;
    }
    const burst = random.chance(0.2) ? random.between(2, 4) : 1;
    for (let index = 0; index < burst; index += 1) {
      const request = `r${(requests += 1)}`;
      const words = random.chance(0.06) ? riskyWord : random.pick(cleanWords);
      const mode = random.chance(0.2) ? 'double' : 'single';
      const act: Act = { do: 'generate', request, prompt: `${words} ${who} ${request}。`, mode };
      add(who, act);
      targets.push({ owner: who, request, index: 0 });
      // A finger that taps twice.
      if (random.chance(0.12)) add(who, act);
    }
  }

  function moveClock(who: string): void {
    const move = createClockMove(random);
    const isAhead = move.do === 'clock' && 'byMs' in move && move.byMs > 0 && random.chance(0.5);
    if (!isAhead) {
      add(who, move);
      return;
    }
    // A sweeper whose clock is ahead takes a work for interrupted that somebody is drawing.
    generate(who);
    at += random.between(100, 1_000);
    add(who, { do: 'sweep', aheadMs: move.byMs });
  }

  function manage(who: string): void {
    const own = targets.filter(({ owner }) => owner === who);
    const list = own.length > 0 && random.chance(0.7) ? own : targets;
    if (list.length === 0) {
      generate(who);
      return;
    }
    const target = random.pick(list);
    const kind = random.next();
    if (kind < 0.3) add(who, { do: 'getWork', target });
    else if (kind < 0.6) add(who, { do: 'saveWork', target, isFavorite: random.chance(0.7) });
    else if (kind < 0.8) add(who, { do: 'updateWork', target, title: `t${commands.length}` });
    else add(who, { do: 'deleteWork', target });
  }

  function adjustment(): { target: string; amount: number; request: string } {
    const earlier = commands.filter((command) => command.do === 'adjust');
    const again = earlier.length > 0 && random.chance(0.4) ? random.pick(earlier) : undefined;
    if (again?.do === 'adjust') {
      const { target, amount, request } = again;
      return { target, amount, request };
    }
    const amount = random.pick([5, 20, -1, -3, -150]);
    return { target: random.pick(people).name, amount, request: `a${(requests += 1)}` };
  }

  function nickname(): string {
    return random.chance(0.2) ? `${riskyWord}先生` : `n${commands.length}`;
  }
}

function gap(random: Random): number {
  const kind = random.next();
  if (kind < 0.35) return random.between(0, 50);
  if (kind < 0.7) return random.between(100, 5_000);
  if (kind < 0.9) return random.between(5_000, 30_000);
  return random.between(60_000, 200_000);
}

function createClockMove(random: Random): Act {
  const kind = random.next();
  const beforeMs = random.pick([1, 20, 500, 5_000]);
  if (kind < 0.3) return { do: 'clock', to: 'midnight', beforeMs };
  if (kind < 0.4) return { do: 'clock', to: 'month-end', beforeMs };
  if (kind < 0.7) return { do: 'clock', byMs: random.between(130_000, 600_000) };
  return { do: 'clock', byMs: -random.between(1_000, 10_000) };
}

/** Rows are lost while their backups wait, and people look how much of their day is used. */
function addIncident({ until }: Outage, commands: Command[]): void {
  const people = new Set(
    commands.flatMap((command) => (command.do === 'generate' ? [command.who] : [])),
  );
  let id = commands.length;
  commands.push({ id: (id += 1), at: until, who: 'p0', do: 'lose-rows' });
  for (const who of people) commands.push({ id: (id += 1), at: until + 100, who, do: 'usage' });
}

/** Most begin while somebody generates: the provider takes seconds, and the records come after it. */
function createOutage(random: Random, commands: Command[]): Outage {
  const generating = commands.filter((command) => command.do === 'generate');
  const from =
    generating.length > 0 && random.chance(0.7)
      ? random.pick(generating).at + random.between(100, 3_000)
      : random.between(0, commands.at(-1)?.at ?? 0);
  const what = random.pick([
    'works-writes',
    'works-writes',
    'works-writes',
    'works-and-backup-writes',
    'works',
    'backup',
    'users',
    'database',
    'storage',
    'moderation',
    'provider',
  ] as const);
  const how = random.pick(['fail-before', 'refuse-before', 'fail-after'] as const);
  return { id: 1, from, until: from + random.between(10_000, 60_000), what, how };
}
