/**
 * What a vendor's refusal or fault means for the next step:
 * `refused` no vendor will carry out this order: because of its content, its input (a picture without a person), its length, or
 * because our request was invalid (`request`, our defect) ·
 * `retry` nothing was made, and it may work later: at the same model or only at another one ·
 * `disabled` the account or the model cannot be used until an operator has looked at it ·
 * `unknown` the order may have been carried out and charged for. It is never resent automatically.
 */
export type FaultMeaning =
  | { state: 'refused'; reason: 'content' | 'input' | 'tooLong' | 'request' }
  | { state: 'retry'; at: 'same' | 'other'; maxAttempts?: number }
  | { state: 'disabled' }
  /** `isAnswered`: an answer came, but contained nothing usable. */
  | { state: 'unknown'; isAnswered?: boolean };

export type ProviderFault = FaultMeaning & {
  /** The vendor's own code, or the transport error, for logs. */
  providerCode: string;
  httpStatus: number | null;
  retryAfterMs?: number | undefined;
};

export type NextStep = { step: 'again'; waitMs: number } | { step: 'other' } | { step: 'stop' };

const maxAttempts = 4;
const firstWaitMs = 500;
const maxWaitMs = 6_000;

/**
 * Decides what to do after attempt number `attempt` (from 1) at one model failed with `fault`; waits have full jitter. With less
 * than `minCallMs` left, a retry would only cost money.
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

/** Faults that need an operator. */
export function needsAlarm(fault: FaultMeaning): boolean {
  return fault.state === 'disabled' || (fault.state === 'refused' && fault.reason === 'request');
}
