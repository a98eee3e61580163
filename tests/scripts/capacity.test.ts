import { firstLimits, monthOf, peakQps, platformYuan } from '../capacity/arithmetic';
import type { Evening } from '../capacity/evening';
import type { Cost } from '../capacity/measure';
import { smallPlan } from '../capacity/plans';
import { toCapacity } from '../capacity/report';

const cost: Cost = {
  ...{ action: 'a', perDay: 2, isFollowUp: false, invocations: 1, database: 9, storage: 0 },
  ...{ openapi: 0, http: 0, ms: 10 },
};
const painting: Cost = { ...cost, action: 'aiGenerate.generate', http: 1 };

function evening(changes: Partial<Evening['plan']['database']>, failed = 0): Evening {
  const database = { requests: 90, refusedForRate: 0, refusedForConnections: 0 };
  const calls = { database: 90, storage: 0, openapi: 0, http: 0 };
  return {
    ...{ users: 1_000, seconds: 60, calls: 32, failed, p95Ms: 300 },
    plan: {
      database: { ...database, maxPerSecond: 22, maxAtOnce: 3, ...changes },
      functions: { invocations: 40, refused: 0, maxAtOnce: 2, calls },
    },
  };
}

describe('the plan for growth', () => {
  it('grows with users and with what an action asks', () => {
    expect(peakQps([cost], 1_000)).toBeCloseTo(1);
    const [small, large] = [monthOf([cost], 1_000), monthOf([cost], 100_000)];
    expect(small.calls).toBe(1_000 * 30 * 20);
    expect(large.calls).toBe(100 * small.calls);
  });

  it('counts what the timer and pushes do after an answer', () => {
    const after: Cost = { ...cost, action: 'tick and push', isFollowUp: true, invocations: 4 };
    expect(monthOf([cost, after], 1_000).calls).toBe(1_000 * 30 * (20 + 26));
  });

  it('says at how many users the small plan ends', () => {
    const limits = firstLimits([painting]);
    expect(limits.qps).toBe(30_000);
    expect(peakQps([painting], limits.qps)).toBeCloseTo(smallPlan.qps);
    expect(limits.concurrency).toBe(15_000);
  });

  it('has a price for traffic and for the time of functions', () => {
    const month = monthOf([painting], 1_000);
    expect(month.gb).toBeCloseTo(96);
    expect(month.trafficYuan).toBeCloseTo(96 * 3 * 0.21 + 96 * 0.15);
    expect(month.functionYuan).toBeCloseTo(60_000 * 12 * 0.5 * 0.000_111_08);
    expect(platformYuan(month)).toBeGreaterThan(month.trafficYuan + month.functionYuan);
  });

  it('distinguishes an evening within the plan from one that is refused', () => {
    expect(toCapacity({ costs: [painting], evenings: [evening({})] })).toContain(
      'in the busiest second, of 30: the small plan is enough',
    );
    const refused = toCapacity({
      costs: [painting],
      evenings: [evening({ refusedForRate: 7 }, 2)],
    });
    expect(refused).toContain(
      'the small plan refuses 7 requests, which are asked again within five seconds, and 2 calls fail',
    );
    expect(refused).toContain('| 7 of 90 |');
  });
});
