import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildStage } from '../faults/stage-files';
import { days, schedulesOf, spendMonth } from '../support/idle-month';

describe('a month without users', () => {
  it.each([
    [1, 95_000],
    [3, 35_000],
  ])('with a tick every %d minutes makes at most %d calls', async (minutes, maxCalls) => {
    const month = await spendMonth(await schedulesOf(minutes));

    expect(month.quietTickCalls).toEqual([2]);
    expect(month.calls).toBeLessThanOrEqual(maxCalls);
    // At least one look with the first tick after every two hours; at most also the follow-up of the very first.
    expect(month.looks).toBeGreaterThanOrEqual((days * 24 * 60) / (120 + minutes));
    expect(month.looks).toBeLessThanOrEqual(days * 12 + 2);
  });

  it('would cost too much with one more call per tick', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'idle-month-'));
    const beat = 'if (await timers.beat(clock.now())) return summary;';
    const planted = `await timers.beat(clock.now());\n  ${beat}`;
    const { functionsFolder } = await buildStage(
      folder,
      [{ file: 'cloudfunctions/shared/flows/due/run.ts', find: beat, replace: planted }],
      ['tick'],
    );

    const ticks = (await schedulesOf(1)).filter(([name]) => name === 'tick');
    const { calls } = await spendMonth(ticks, functionsFolder);
    rmSync(folder, { recursive: true });

    expect(calls).toBeGreaterThan(95_000);
  });
});
