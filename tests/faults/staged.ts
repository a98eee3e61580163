import { runScenario } from './run';
import type { Run, Stage } from './run';
import type { Command } from './commands/all';
import type { Person } from './people';
import type { StudioSetup } from './studio/setup';
import type { Plan } from './world/faults';

/** A scenario written by hand instead of drawn from a seed. */
export type Story = {
  name: string;
  people: Person[];
  commands: Command[];
  /** Faults that are part of the story. */
  before?: Plan;
  /** Present if the story uses the studio. */
  studio?: StudioSetup;
  /** True if the story uses the wallet. */
  hasWallet?: boolean;
};

export const member = (tier: Person['tier'], credits = 100): Person[] => [
  { name: 'p0', tier, isMember: true, credits, filled: 0 },
];

export function generateCommand(
  id: number,
  at: number,
  mode: 'single' | 'double' = 'single',
): Command {
  const prompt = '雨中的橘猫 p0 r1。';
  return { id, at, who: 'p0', do: 'generate', request: 'r1', prompt, mode };
}

export function sweeps(id: number, at: number, aheadMs?: number): Command {
  return { id, at, who: 'p0', do: 'sweep', ...(aheadMs === undefined ? {} : { aheadMs }) };
}

const dayMs = 86_400_000;
let told = 0;

/** Plays a story; `strike` may add a fault to any call that the story leaves alone. */
export function playStory(
  { people, commands, before, studio, hasWallet = false }: Omit<Story, 'name'>,
  stage: Stage,
  strike: Plan = () => null,
): Promise<Run> {
  // Each run gets a day of its own, so that caches in instances have expired and all runs make the same calls.
  told = (told + 1) % 10_000;
  const scenario = {
    seed: 1,
    // At this moment the dates in Beijing and in UTC differ.
    startAt: Date.UTC(2026, 4, 30, 20) + told * dayMs,
    people,
    commands,
    outages: [],
    faultRate: 0,
    studio: studio ?? null,
    hasWallet,
  };
  return runScenario(scenario, stage, { plan: (point) => before?.(point) ?? strike(point) });
}

export function textsOf({ violations }: Run): string[] {
  return violations.map(({ rule, text }) => `${rule} ${text}`);
}
