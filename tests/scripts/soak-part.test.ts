import { createRandom } from '../faults/world/random';
import { isHealthy, soakPartOf, toSoakPart, withSoakPart } from '../soak/report';
import { newDiary } from '../soak/people';
import type { SoakFigures } from '../soak/soak';

const figures: SoakFigures = {
  ...{ minutes: 5, diary: newDiary(), cloudKills: 1, functionKills: 2, midnights: [] },
  ...{ fullDisks: null, checks: [{ name: 'check-wallet', exitCode: 0 }], lost: [] },
};

describe("the soak's part of the report", () => {
  it('is kept when the rest is rewritten, and replaced by its own run', () => {
    const first = withSoakPart('# Reliability\n\nold\n', toSoakPart(figures, 1));
    const rewritten = withSoakPart('# Reliability\n\nnew\n', soakPartOf(first));
    expect(rewritten).toContain('new');
    expect(soakPartOf(rewritten)).toBe(toSoakPart(figures, 1));
    const again = withSoakPart(rewritten, toSoakPart(figures, 2));
    expect(again.match(/## Soak/g)).toHaveLength(1);
    expect(again).toContain('seed 2');
    expect(withSoakPart('# Reliability\n', '')).toBe('# Reliability\n');
  });

  it('is no success with a bad check or with anything lost', () => {
    expect(isHealthy(figures)).toBe(true);
    expect(isHealthy({ ...figures, lost: ['works/x'] })).toBe(false);
    expect(isHealthy({ ...figures, checks: [{ name: 'check-wallet', exitCode: 2 }] })).toBe(false);
  });

  it('is random, but the same for the same seed', () => {
    expect(createRandom(7).next()).toBe(createRandom(7).next());
  });
});
