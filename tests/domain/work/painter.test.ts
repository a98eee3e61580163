import { nextStep } from '../../../cloudfunctions/shared/domain/work/painter';
import type { FaultKind, PaintFault } from '../../../cloudfunctions/shared/domain/work/painter';

const fault = (kind: FaultKind, more: Partial<PaintFault> = {}): PaintFault => ({
  kind,
  failure: 'PROVIDER_FAILED',
  providerCode: 'x',
  httpStatus: null,
  ...more,
});
const half = () => 0.5;

describe('nextStep', () => {
  it('waits longer from attempt to attempt, with full jitter', () => {
    const busy = fault('retrySame');
    expect([1, 2, 3].map((attempt) => nextStep(busy, attempt, 40_000, half))).toEqual([
      { step: 'again', waitMs: 250 },
      { step: 'again', waitMs: 500 },
      { step: 'again', waitMs: 1000 },
    ]);
    expect(nextStep(busy, 1, 40_000, () => 0)).toEqual({ step: 'again', waitMs: 0 });
  });

  it('gives up after four attempts, or fewer where the fault says so', () => {
    expect(nextStep(fault('retrySame'), 4, 40_000, half)).toEqual({ step: 'other' });
    expect(nextStep(fault('retrySame', { maxAttempts: 2 }), 1, 40_000, half).step).toBe('again');
    expect(nextStep(fault('retrySame', { maxAttempts: 2 }), 2, 40_000, half).step).toBe('other');
  });

  it('waits as long as the provider asks, unless no time would be left', () => {
    const later = fault('retrySame', { retryAfterMs: 5_000 });
    expect(nextStep(later, 1, 40_000, half)).toEqual({ step: 'again', waitMs: 5_000 });
    expect(nextStep(later, 1, 10_999, half)).toEqual({ step: 'other' });
    expect(nextStep(later, 1, 11_000, half)).toEqual({ step: 'again', waitMs: 5_000 });
  });

  it.each(['failOver', 'disable'] as const)('turns to another painter after %s', (kind) => {
    expect(nextStep(fault(kind), 1, 40_000, half)).toEqual({ step: 'other' });
  });

  it.each(['userFault', 'ourBug', 'unknownOutcome'] as const)(
    'asks nobody again after %s',
    (kind) => {
      expect(nextStep(fault(kind), 1, 40_000, half)).toEqual({ step: 'stop' });
    },
  );
});
