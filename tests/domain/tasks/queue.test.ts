import type { ApiConfig } from '../../../cloudfunctions/shared/domain/provider/api-config';
import {
  drawCandidates,
  eligible,
  unfitFor,
} from '../../../cloudfunctions/shared/domain/tasks/candidates';
import { etaOf } from '../../../cloudfunctions/shared/domain/tasks/eta';
import {
  afterFailure,
  coolUntil,
  healthy,
  readiness,
} from '../../../cloudfunctions/shared/domain/tasks/health';
import { priceOf } from '../../../cloudfunctions/shared/domain/tasks/price';
import { freeNumbers } from '../../../cloudfunctions/shared/domain/tasks/slots';
import { shardOf, turnsFor } from '../../../cloudfunctions/shared/domain/tasks/turn';
import {
  afterEnd,
  noStudioUsage,
  usedOn,
  withFidelityAction,
} from '../../../cloudfunctions/shared/domain/tasks/usage';
import { at, someJob } from './jobs';

const config = (id: string, changes: Partial<ApiConfig> = {}): ApiConfig => ({
  ...{ id, provider: id, capability: 'edit', model: 'm', priority: 1, weight: 1, isActive: true },
  ...{ mode: 'async', maxConcurrent: 1, perMinute: 1, deadlineSeconds: 300, priceFen: 20 },
  ...{ sizes: [], maxRefs: 3, region: 'cn', defaultParams: {}, version: 1 },
  ...changes,
});
const { inputs: photograph } = someJob();
const fitting = {
  ...{ type: 'fitting' as const, personAssetId: 'p' },
  garments: [{ assetId: 'g', part: 'top' as const }],
};

describe('turns', () => {
  it('put pictures of one user a step apart, half of it for members', () => {
    const free = turnsFor(3, { lastTurn: null, weight: 1 }, at(0));
    expect(free).toEqual([at(0), at(10), at(20)]);
    const member = turnsFor(3, { lastTurn: null, weight: 2 }, at(0));
    expect(member).toEqual([at(0), at(5), at(10)]);
  });

  it('continue after the last one of the user, and are never in the past', () => {
    expect(turnsFor(1, { lastTurn: at(40), weight: 1 }, at(0))).toEqual([at(50)]);
    expect(turnsFor(1, { lastTurn: at(-99), weight: 1 }, at(0))).toEqual([at(0)]);
  });

  it('let a newcomer pass what is further back', () => {
    const many = turnsFor(50, { lastTurn: null, weight: 1 }, at(0));
    const [newcomer] = turnsFor(1, { lastTurn: null, weight: 1 }, at(5));
    expect(many.filter((turn) => turn < (newcomer ?? at(0)))).toHaveLength(1);
  });

  it('fall into sixteen shards, by user', () => {
    expect(shardOf('user_1')).toBe(shardOf('user_1'));
    const shards = Array.from({ length: 200 }, (_, index) => shardOf(`user_${index}`));
    expect(new Set(shards).size).toBe(16);
  });
});

describe('candidates', () => {
  it('are tried by descending priority', () => {
    const configs = [config('low'), config('high', { priority: 9 })];
    expect(drawCandidates(configs, photograph, () => 0.5)).toEqual(['high', 'low']);
  });

  it('are drawn by weight within one priority, each once', () => {
    const configs = [config('a', { weight: 1 }), config('b', { weight: 9 })];
    expect(drawCandidates(configs, photograph, () => 0.05)).toEqual(['a', 'b']);
    expect(drawCandidates(configs, photograph, () => 0.5)).toEqual(['b', 'a']);
    expect(drawCandidates(configs, photograph, () => 0.999_999)).toEqual(['b', 'a']);
  });

  it.each([
    ['a photo of a person stays in the country', fitting, { region: 'abroad' as const }, 'abroad'],
    ['a garment may leave it', photograph, { region: 'abroad' as const }, null],
    ['a size must be offered', photograph, { sizes: ['1x1'] }, 'size'],
    ['what is switched off is not asked', photograph, { isActive: false }, 'inactive'],
  ])('%s', (_what, input, changes, problem) => {
    expect(unfitFor(config('x', changes), input)).toBe(problem);
  });

  it('that have failed are not tried again, and retryable ones only when no other is left', () => {
    const failed = { configId: 'a', outcome: 'failed' } as const;
    const retry = { configId: 'b', outcome: 'retry' } as const;
    expect(eligible(['a', 'b', 'c'], [failed, retry])).toEqual(['c']);
    expect(eligible(['a', 'b'], [failed, retry])).toEqual(['b']);
    expect(eligible(['a'], [failed])).toEqual([]);
  });
});

describe('the health of a vendor', () => {
  const failure = { isDisabled: false, reason: '503' };
  const down = (times: number) =>
    Array.from({ length: times }).reduce(
      (health: ReturnType<typeof healthy>) => afterFailure(health, failure, at(0)),
      healthy('x'),
    );

  it('cools down after three failures in a row, longer each time, for ten minutes at most', () => {
    expect(down(2).cooldownUntil).toBeNull();
    expect(down(3).cooldownUntil).toEqual(at(60));
    expect(down(4).cooldownUntil).toEqual(at(120));
    expect(down(20).cooldownUntil).toEqual(at(600));
  });

  it('cools down at once when the account cannot be used', () => {
    const health = afterFailure(healthy('x'), { isDisabled: true, reason: '402' }, at(0));
    expect(health.cooldownUntil).toEqual(at(600));
  });

  it('is probed by a single job afterwards', () => {
    const health = down(3);
    expect(readiness(health, at(59))).toBe('cooling');
    expect(readiness(health, at(60))).toBe('probe');
    expect(readiness({ ...health, probeUntil: at(70) }, at(60))).toBe('cooling');
    expect(readiness({ ...health, probeUntil: at(60) }, at(60))).toBe('probe');
    expect(readiness(healthy('x'), at(0))).toBe('ready');
    expect(coolUntil(health, at(59))).toEqual(at(60));
    expect(coolUntil(health, at(60))).toBeNull();
    expect(coolUntil({ ...health, probeUntil: at(70) }, at(60))).toEqual(at(70));
    expect(coolUntil(healthy('x'), at(0))).toBeNull();
  });
});

describe('slots', () => {
  it('are free when they are not held, or their lease has ended', () => {
    const held = [
      { n: 1, until: at(9) },
      { n: 2, until: at(0) },
    ];
    expect(freeNumbers(held, 3, at(0))).toEqual([2, 3]);
    expect(freeNumbers(held, 1, at(0))).toEqual([]);
  });
});

describe('the expected time', () => {
  const took = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((seconds) => seconds * 1000);

  it('is a range from p50 to p90', () => {
    expect(etaOf(took, 0, 1)).toEqual({ from: 50, to: 90 });
  });
  it('grows with the queue ahead, and shrinks with slots', () => {
    expect(etaOf(took, 4, 2)).toEqual({ from: 150, to: 270 });
  });
  it('is unknown with too few samples', () => {
    expect(etaOf(took.slice(0, 4), 0, 1)).toBeNull();
  });
});

describe('the studio usage of a user', () => {
  const usage = { ...noStudioUsage('u'), unfinished: 2, day: '20261129', used: 4 };

  it('counts a delivered picture, and gives the place of any other back to its own day', () => {
    expect(afterEnd(usage, '20261129', true)).toMatchObject({ unfinished: 1, used: 4 });
    expect(afterEnd(usage, '20261129', false)).toMatchObject({ unfinished: 1, used: 3 });
    expect(afterEnd(usage, '20261128', false)).toMatchObject({ unfinished: 1, used: 4 });
  });

  it('counts for its own day only', () => {
    expect(usedOn(usage, '20261129')).toBe(4);
    expect(usedOn(usage, '20261130')).toBe(0);
  });

  it('allows three acts of the guard per day, each once', () => {
    const acts = ['a', 'b', 'b', 'c'].reduce(
      (standing, key) => withFidelityAction(standing, key, '20261129') ?? standing,
      usage,
    );
    expect(acts.guardActs).toEqual(['a', 'b', 'c']);
    expect(withFidelityAction(acts, 'd', '20261129')).toBeNull();
    expect(withFidelityAction(acts, 'd', '20261130')?.guardActs).toEqual(['d']);
  });
});

describe('the price table', () => {
  it('charges only free users', () => {
    expect(priceOf('photography', 'free')).toBe(1);
    expect(priceOf('fitting', 'free')).toBe(1);
    expect(priceOf('fitting', 'vip')).toBe(0);
  });
});
