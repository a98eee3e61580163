import type { WorkFailure } from './failure';

export type PaintJob = {
  prompt: string;
  size: string;
  quality: 'standard' | 'hd';
  /** Who asks, as the provider may know it: no openid. */
  anonymousUserId: string;
};

/** What a refusal or a fault of a provider means for us. */
export type FaultKind =
  'retrySame' | 'failOver' | 'disable' | 'userFault' | 'ourBug' | 'unknownOutcome';

export type PaintFault = {
  kind: FaultKind;
  failure: WorkFailure;
  /** The provider's own code, or what happened on the way, for logs. */
  providerCode: string;
  httpStatus: number | null;
  /** Attempts that make sense at all for this fault; absent: as many as the time allows. */
  maxAttempts?: number | undefined;
  retryAfterMs?: number | undefined;
};

export class PaintError extends Error {
  override readonly name = 'PaintError';

  constructor(
    readonly fault: PaintFault,
    options?: { cause?: unknown },
  ) {
    super(`${fault.kind} ${fault.providerCode}`, options);
  }
}

/** An image model. `paint` asks once: it neither retries nor charges, and throws PaintError for every fault. */
export type Painter = {
  name: string;
  /** Null when the model takes the size, else why not. */
  refusesSize(size: string): string | null;
  paint(
    job: PaintJob,
    limits: { timeoutMs: number },
  ): Promise<{ imageUrl: string; taskId?: string }>;
};

export type NextStep = { step: 'again'; waitMs: number } | { step: 'other' } | { step: 'stop' };

const mostAttempts = 4;
const firstWaitMs = 500;
const longestWaitMs = 6_000;
/** A generation takes 5 s at least: asking with less time left would only be charged for. */
export const leastPaintMs = 6_000;

/** What to do after attempt number `attempt` (from 1) at one painter met `fault`, with full jitter. */
export function nextStep(
  fault: Pick<PaintFault, 'kind' | 'maxAttempts' | 'retryAfterMs'>,
  attempt: number,
  remainingMs: number,
  random: () => number,
  leastMs = leastPaintMs,
): NextStep {
  switch (fault.kind) {
    case 'retrySame': {
      const ceiling = Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1));
      const waitMs = Math.max(fault.retryAfterMs ?? 0, Math.round(random() * ceiling));
      const isWorthIt =
        attempt < Math.min(mostAttempts, fault.maxAttempts ?? mostAttempts) &&
        remainingMs - waitMs >= leastMs;
      return isWorthIt ? { step: 'again', waitMs } : { step: 'other' };
    }
    case 'failOver':
    case 'disable':
      return { step: 'other' };
    // A paid request that may have been carried out is never sent again, to nobody.
    case 'userFault':
    case 'ourBug':
    case 'unknownOutcome':
      return { step: 'stop' };
  }
}

/** Faults somebody has to look at. */
export function needsAlarm(fault: Pick<PaintFault, 'kind'>): boolean {
  return fault.kind === 'disable' || fault.kind === 'ourBug';
}
