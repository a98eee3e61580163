import { needsAlarm, nextStep } from '../../../cloudfunctions/shared/domain/provider/fault';
import type { FaultMeaning } from '../../../cloudfunctions/shared/domain/provider/fault';
import { paintFailureOf } from '../../../cloudfunctions/shared/domain/work/painter';

const busy = { state: 'retry', at: 'same' } as const;
const half = () => 0.5;
const minCallMs = 6_000;

const every: FaultMeaning[] = [
  { state: 'refused', reason: 'content' },
  { state: 'refused', reason: 'input' },
  { state: 'refused', reason: 'tooLong' },
  { state: 'refused', reason: 'request' },
  busy,
  { state: 'retry', at: 'other' },
  { state: 'disabled' },
  { state: 'unknown' },
  { state: 'unknown', isAnswered: true },
];

describe('nextStep', () => {
  it('waits longer from attempt to attempt, with full jitter', () => {
    expect([1, 2, 3].map((attempt) => nextStep(busy, attempt, 40_000, half, minCallMs))).toEqual([
      { step: 'again', waitMs: 250 },
      { step: 'again', waitMs: 500 },
      { step: 'again', waitMs: 1000 },
    ]);
    expect(nextStep(busy, 1, 40_000, () => 0, minCallMs)).toEqual({ step: 'again', waitMs: 0 });
  });

  it('turns to another model after four attempts, or fewer if the fault says so', () => {
    const twice = { ...busy, maxAttempts: 2 };

    expect(nextStep(busy, 4, 40_000, half, minCallMs)).toEqual({ step: 'other' });
    expect(nextStep(twice, 1, 40_000, half, minCallMs).step).toBe('again');
    expect(nextStep(twice, 2, 40_000, half, minCallMs).step).toBe('other');
  });

  it('waits as long as the vendor asks, unless no time would be left', () => {
    const later = { ...busy, retryAfterMs: 5_000 };

    expect(nextStep(later, 1, 40_000, half, minCallMs)).toEqual({ step: 'again', waitMs: 5_000 });
    expect(nextStep(later, 1, 10_999, half, minCallMs)).toEqual({ step: 'other' });
    expect(nextStep(later, 1, 11_000, half, minCallMs)).toEqual({ step: 'again', waitMs: 5_000 });
  });

  it('never retries what may have been carried out or was refused', () => {
    const steps = every.map((fault) => nextStep(fault, 1, 40_000, half, minCallMs).step);

    expect(steps).toEqual([
      ...['stop', 'stop', 'stop', 'stop'],
      ...['again', 'other', 'other'],
      ...['stop', 'stop'],
    ]);
  });
});

describe('needsAlarm', () => {
  it('is true when an operator or a developer has to act', () => {
    expect(every.filter(needsAlarm)).toEqual([
      { state: 'refused', reason: 'request' },
      { state: 'disabled' },
    ]);
  });
});

describe('paintFailureOf', () => {
  it('shows the user an error that they can act on', () => {
    expect(every.map(paintFailureOf)).toEqual([
      ...['PICTURE_REFUSED', 'PICTURE_REFUSED', 'PROMPT_TOO_LONG', 'PROVIDER_FAILED'],
      ...['PROVIDER_BUSY', 'PROVIDER_BUSY', 'PROVIDER_FAILED'],
      ...['PROVIDER_OUTCOME_UNKNOWN', 'PROVIDER_FAILED'],
    ]);
  });
});
