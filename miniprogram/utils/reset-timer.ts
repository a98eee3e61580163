/** Waits this long after the reset: the phone's clock may be ahead of the cloud's. */
const marginMs = 1000;
/** Exponential back-off while the cloud still reports a reset that is past by the phone's clock. */
const minRetryMs = 30_000;
const maxRetryMs = 3_600_000;
/** Longer timeouts overflow and fire at once. */
const maxTimeoutMs = 2_147_483_647;

/** Calls `reload` when numbers that the cloud resets at a known moment are out of date. */
export function createResetTimer(reload: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retryMs = minRetryMs;

  const stop = () => {
    if (timer !== undefined) clearTimeout(timer);
    timer = undefined;
  };

  return {
    stop,
    /** `resetAt` as the cloud answered it last; null for what is not reset by time. */
    start(resetAt: string | null, now: number) {
      stop();
      const rest = resetAt === null ? NaN : Date.parse(resetAt) - now;
      if (Number.isNaN(rest)) return;
      const waitMs = rest > 0 ? rest + marginMs : retryMs;
      retryMs = rest > 0 ? minRetryMs : Math.min(retryMs * 2, maxRetryMs);
      timer = setTimeout(reload, Math.min(waitMs, maxTimeoutMs));
    },
  };
}
