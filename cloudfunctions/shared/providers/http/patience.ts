/** Why a connection was given up: the caller's signal, no time left, or nothing heard for too long. */
export type GivenUp = 'stopped' | 'timeout' | 'quiet' | 'listener';

export type Patience = {
  signal: AbortSignal;
  reason(): GivenUp | null;
  giveUp(reason: GivenUp): void;
  /** Something arrived: the time of silence begins anew. */
  heard(): void;
  /** From here on a shorter silence is enough. */
  hurry(quietMs: number): void;
  /** Ends the timers; whoever asked for patience must call it. */
  end(): void;
};

export type Limits = { timeoutMs: number; quietMs: number; signal: AbortSignal | undefined };

/** How long a request may take in all, and how long it may be silent. */
export function createPatience(limits: Limits): Patience {
  const controller = new AbortController();
  let reason: GivenUp | null = null;
  const giveUp = (why: GivenUp): void => {
    reason ??= why;
    controller.abort();
  };
  const onStop = (): void => giveUp('stopped');
  const deadline = setTimeout(giveUp, limits.timeoutMs, 'timeout');
  let quiet = setTimeout(giveUp, limits.quietMs, 'quiet');
  if (limits.signal?.aborted === true) onStop();
  limits.signal?.addEventListener('abort', onStop, { once: true });

  return {
    signal: controller.signal,
    reason: () => reason,
    giveUp,
    heard: () => void quiet.refresh(),
    hurry(quietMs) {
      clearTimeout(quiet);
      quiet = setTimeout(giveUp, quietMs, 'quiet');
    },
    end() {
      clearTimeout(deadline);
      clearTimeout(quiet);
      limits.signal?.removeEventListener('abort', onStop);
    },
  };
}
