/** Why a call was aborted: the caller's signal, no time left, nothing received for too long, or the listener threw. */
export type AbortCause = 'stopped' | 'timeout' | 'idle' | 'listener';

export type CallTimer = {
  signal: AbortSignal;
  cause(): AbortCause | null;
  abort(cause: AbortCause): void;
  /** Restarts the idle time after something was received. */
  touch(): void;
  /** Sets a shorter idle time from now on. */
  shortenIdle(idleMs: number): void;
  /** Clears the timers; the creator must call it. */
  end(): void;
};

export type TimerLimits = { timeoutMs: number; idleMs: number; signal: AbortSignal | undefined };

/** Aborts a call that takes too long in total, or that receives nothing for too long. */
export function createCallTimer(limits: TimerLimits): CallTimer {
  const controller = new AbortController();
  let cause: AbortCause | null = null;
  const abort = (why: AbortCause): void => {
    cause ??= why;
    controller.abort();
  };
  const onStop = (): void => abort('stopped');
  const deadline = setTimeout(abort, limits.timeoutMs, 'timeout');
  let idle = setTimeout(abort, limits.idleMs, 'idle');
  if (limits.signal?.aborted === true) onStop();
  limits.signal?.addEventListener('abort', onStop, { once: true });

  return {
    signal: controller.signal,
    cause: () => cause,
    abort,
    touch: () => void idle.refresh(),
    shortenIdle(idleMs) {
      clearTimeout(idle);
      idle = setTimeout(abort, idleMs, 'idle');
    },
    end() {
      clearTimeout(deadline);
      clearTimeout(idle);
      limits.signal?.removeEventListener('abort', onStop);
    },
  };
}
