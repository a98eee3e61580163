import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCampaign } from './campaign';
import type { CampaignOptions, Figures } from './campaign';
import type { Command } from './commands/all';
import { flows } from './exhaustive';
import { mutants } from './mutants/all';
import type { Person } from './people';
import { toFailureText } from './report';
import { openStage, runScenario } from './run';
import type { Run, Stage } from './run';
import { createScenario } from './scenario';
import { shrink } from './shrink';
import { buildStage } from './stage-files';

describe('the fault suite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  const play = (options: Partial<CampaignOptions>): Promise<Figures> =>
    runCampaign({
      scenarios: 0,
      seed: 1,
      flows: [],
      races: [],
      mutants: [],
      folder,
      onProgress: () => undefined,
      ...options,
    });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('finds every invariant kept in its first scenarios and at every call of a paid generation', async () => {
    const figures = await play({ scenarios: 150, flows: flows.slice(0, 1) });

    expect(toFailureText(figures)).toBe('');
    expect(figures.tally.scenarios).toBe(150);
    expect(Object.keys(figures.tally.struck).length).toBeGreaterThanOrEqual(15);
    expect(figures.flows[0]?.tried).toBeGreaterThanOrEqual(60);
  });

  it('credits an order once or not at all, whatever the order of events', async () => {
    const figures = await play({ orders: { every: 150, seeded: 60 } });

    expect(toFailureText(figures)).toBe('');
    expect(figures.orders.map(({ tried }) => tried > 50)).toEqual([true, true]);
  });

  it('finds them kept in scenarios that have failed before', async () => {
    const seeds = [8000105, 8000224, 8000268, 8000272, 8001464, 8005250, 9000249, 10002278];
    const figures = await play({ scenarios: seeds.length, seeds });

    expect(toFailureText(figures)).toBe('');
    expect(figures.tally.scenarios).toBe(seeds.length);
  });

  it('rebuilds limits in a second attempt with a membership begun since the first', async () => {
    const stage = openStage(await buildStage(join(folder, 'rebuilt')));
    const known = { isMember: true, credits: 100, filled: 0 };
    const people: Person[] = [
      { name: 'p0', tier: 'admin', ...known },
      { name: 'p1', tier: 'free', ...known },
    ];
    const common = { at: 26_117, who: 'p0', target: 'p1' };
    const own = { feature: 'chat_ap_monthly', value: 2, until: null } as const;
    const commands: Command[] = [
      { ...common, id: 5, do: 'plan', plan: 'plus', request: 'q3' },
      { ...common, ...own, id: 6, do: 'limit', request: 'q4' },
    ];
    const startAt = Date.UTC(2028, 1, 14, 7, 6, 41);
    const base = { seed: 5_550_102, startAt, people, commands, outages: [], faultRate: 0 };

    const { faults, violations } = await runScenario({ ...base, studio: null }, stage, {
      plan: ({ key, nth }) =>
        key === 5 && nth === 1 ? 'fail-after' : key === 6 && nth === 14 ? 'hang' : null,
    });

    expect(faults).toHaveLength(2);
    expect(violations).toEqual([]);
  });

  it('fails when a guard is removed', async () => {
    const guard = 'work id derived from user and request';
    const figures = await play({ mutants: mutants.filter((mutant) => mutant.guard === guard) });

    expect(figures.mutants).toMatchObject([{ guard, as: expect.stringMatching(/^I2 /) as string }]);
  });

  it('fails when a guard is removed that only a race shows', async () => {
    const guard = 'nothing is promised under a lease that somebody else has taken';
    const figures = await play({ mutants: mutants.filter((mutant) => mutant.guard === guard) });

    expect(figures.mutants).toMatchObject([{ guard, as: expect.stringMatching(/^I1 /) as string }]);
  });

  it('counts the verdict on a picture submitted by the last sweeps as part of their effect', async () => {
    const stage = openStage(await buildStage(join(folder, 'pushes')));
    const who = 'p0';
    const people: Person[] = [{ name: who, tier: 'vip', isMember: true, credits: 1, filled: 0 }];
    const commands: Command[] = [
      { id: 1, at: 0, who, do: 'upload', file: 'a1', more: 1 },
      { id: 2, at: 10, who, do: 'face', file: 'a1' },
    ];
    // With this seed the repair runs too, which takes longer than a push.
    const scenario = { ...createScenario(16), people, commands, outages: [], faultRate: 0 };

    const { violations, faults, calls } = await runScenario(scenario, stage, {
      plan: ({ operation }) => (operation === 'security.mediaCheckAsync' ? 'hang' : null),
    });

    expect(faults).toEqual([{ key: 2, nth: expect.any(Number) as number, fault: 'hang' }]);
    expect(calls.map(({ command }) => command.do)).toEqual(['face', 'sweep', 'sweep']);
    expect(violations).toEqual([]);
  });

  it('shrinks a failure to the few commands that it takes', async () => {
    const mutant = mutants.find(({ guard }) => guard.startsWith('own copy of the picture'));
    const stage = openStage(await buildStage(join(folder, 'shrinking'), mutant?.edits));
    const failed = await firstFailure(stage);

    const { run, faults } = await shrink(failed, stage);

    expect(failed.scenario.commands.length).toBeGreaterThan(1);
    expect(run.violations[0]?.rule).toBe('I1');
    expect(run.scenario.commands).toMatchObject([{ do: 'generate' }]);
    expect(faults).toEqual([]);
  });

  it('refuses a mutant whose anchor is gone', async () => {
    const edit = { file: 'cloudfunctions/login/actions.ts', find: 'no such words', replace: '' };

    await expect(play({ mutants: [{ guard: 'none', edits: [edit] }] })).rejects.toThrow(
      /holds 0 times, not once/,
    );
  });
});

async function firstFailure(stage: Stage): Promise<Run> {
  for (let seed = 1; ; seed += 1) {
    const run = await runScenario(createScenario(seed), stage);
    if (run.violations.length > 0) return run;
  }
}
