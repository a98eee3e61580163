export type Painter = ReturnType<typeof createPainter>;

/** At most eight paints a second, the first one at once: what changes in between is painted together. */
const betweenMs = 125;

/** `paint` takes the changes since the last one to `setData`. */
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
    /** Paints what is still to be painted, before something else is. */
    flush,
    stop() {
      stopTimer();
      pending = null;
    },
  };
}
