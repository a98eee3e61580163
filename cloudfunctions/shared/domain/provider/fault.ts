/**
 * What a refusal or a fault of a vendor means for the next step:
 * `refused` this order will not be carried out by anybody: for its content, for what was put in (a picture without a
 * person), for its length, or because we sent what the vendor does not take (`request`, our defect) ·
 * `retry` nothing was made, and it may work later: at the same model or only at another one ·
 * `disabled` the account or the model cannot be used until somebody looks at it ·
 * `unknown` the order may have been carried out and charged for. It is never sent again by itself.
 */
export type FaultMeaning =
  | { state: 'refused'; reason: 'content' | 'input' | 'tooLong' | 'request' }
  | { state: 'retry'; at: 'same' | 'other'; maxAttempts?: number }
  | { state: 'disabled' }
  /** `isAnswered`: an answer came, but nothing in it that could be used. */
  | { state: 'unknown'; isAnswered?: boolean };

export type ProviderFault = FaultMeaning & {
  /** The vendor's own code, or what happened on the way, for logs. */
  providerCode: string;
  httpStatus: number | null;
  retryAfterMs?: number | undefined;
};

export type NextStep = { step: 'again'; waitMs: number } | { step: 'other' } | { step: 'stop' };

const maxAttempts = 4;
const firstWaitMs = 500;
const maxWaitMs = 6_000;

/**
 * What to do after attempt number `attempt` (from 1) at one model met `fault`, with full jitter. With less than
 * `minCallMs` left, asking again would only be charged for.
 */
export function nextStep(
  fault: FaultMeaning & { retryAfterMs?: number | undefined },
  attempt: number,
  remainingMs: number,
  random: () => number,
  minCallMs: number,
): NextStep {
  switch (fault.state) {
    case 'retry': {
      if (fault.at === 'other') return { step: 'other' };
      const ceiling = Math.min(maxWaitMs, firstWaitMs * 2 ** (attempt - 1));
      const waitMs = Math.max(fault.retryAfterMs ?? 0, Math.round(random() * ceiling));
      const isWorthIt =
        attempt < Math.min(maxAttempts, fault.maxAttempts ?? maxAttempts) &&
        remainingMs - waitMs >= minCallMs;
      return isWorthIt ? { step: 'again', waitMs } : { step: 'other' };
    }
    case 'disabled':
      return { step: 'other' };
    // A paid request that may have been carried out is never sent again, to any vendor.
    case 'refused':
    case 'unknown':
      return { step: 'stop' };
  }
}

/** Faults that an operator has to look at. */
export function needsAlarm(fault: FaultMeaning): boolean {
  return fault.state === 'disabled' || (fault.state === 'refused' && fault.reason === 'request');
}
