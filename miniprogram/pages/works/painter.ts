export type Painter = ReturnType<typeof createPainter>;

/** At most eight paints a second. The first is immediate; changes in between are painted together. */
const betweenMs = 125;

/** `paint` passes the changes since the last paint to `setData`. */
export function createPainter(paint: (change: Record<string, unknown>) => void) {
  let pending: Record<string, unknown> | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let paintedAt = -Infinity;

  const stopTimer = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  const flush = () => {
    stopTimer();
    if (pending === null) return;
    const change = pending;
    pending = null;
    paintedAt = Date.now();
    paint(change);
  };

  return {
    set(change: Record<string, unknown> = {}) {
      pending = { ...pending, ...change };
      if (timer !== null) return;
      const wait = paintedAt + betweenMs - Date.now();
      if (wait <= 0) flush();
      else timer = setTimeout(flush, wait);
    },
    /** Paints pending changes now, so that they come before something else. */
    flush,
    stop() {
      stopTimer();
      pending = null;
    },
  };
}
