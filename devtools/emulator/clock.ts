/** The business clock of functions, timers and the database: the machine's clock, moved by an offset. */
export type Clock = {
  now(): number;
  readonly offsetMs: number;
  setOffset(offsetMs: number): void;
  /** Sets the clock to `moment`; it keeps running from there. */
  setNow(moment: number): void;
  onChange(listener: () => void): () => void;
};

export function createClock(initialOffsetMs = 0): Clock {
  const listeners = new Set<() => void>();
  let offset = initialOffsetMs;

  function setOffset(offsetMs: number): void {
    offset = offsetMs;
    for (const listener of listeners) listener();
  }

  return {
    now: () => Date.now() + offset,
    get offsetMs() {
      return offset;
    },
    setOffset,
    setNow: (moment) => setOffset(moment - Date.now()),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
