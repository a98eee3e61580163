/** A pending timer; `isDead` cancels it together with all timers of its creator. */
type Entry = { at: number; order: number; run: () => void; isCancelled: boolean };

/**
 * Time that advances only when nothing is left to run, and then jumps to the next timer: a day takes no longer than
 * the events in it.
 */
export type VirtualTime = {
  /** Milliseconds since the start; monotonic. */
  readonly elapsed: number;
  /** The business clock, which commands may move. */
  now(): number;
  move(milliseconds: number): void;
  /** Calls back after this time; returns a function that cancels it. */
  after(milliseconds: number, run: () => void): () => void;
  sleep(milliseconds: number): Promise<void>;
  /** Advances time until the promise has settled. Throws when nothing is left that could settle it. */
  runUntil<Result>(promise: Promise<Result>): Promise<Result>;
};

export function createTime(startAt: number): VirtualTime {
  const heap: Entry[] = [];
  let elapsed = 0;
  let offset = startAt;
  let order = 0;

  function after(milliseconds: number, run: () => void): () => void {
    const wait = Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : 0;
    const entry = { at: elapsed + wait, order: (order += 1), run, isCancelled: false };
    push(heap, entry);
    return () => {
      entry.isCancelled = true;
      // Releases the callback now instead of keeping it in memory until its time.
      entry.run = nothing;
    };
  }

  function nextEntry(): Entry | undefined {
    let entry = pop(heap);
    while (entry?.isCancelled === true) entry = pop(heap);
    return entry;
  }

  return {
    get elapsed() {
      return elapsed;
    },
    now: () => elapsed + offset,
    move(milliseconds) {
      offset += milliseconds;
    },
    after,
    sleep: (milliseconds) => new Promise((resolve) => void after(milliseconds, resolve)),
    async runUntil(promise) {
      const state = { isSettled: false };
      const settle = (): void => {
        state.isSettled = true;
      };
      promise.then(settle, settle);
      for (;;) {
        await everythingRunnable();
        if (state.isSettled) return promise;
        const entry = nextEntry();
        if (entry === undefined) throw new Error('Nothing is left to happen, yet somebody waits.');
        elapsed = Math.max(elapsed, entry.at);
        entry.run();
      }
    },
  };
}

function nothing(): void {
  // Cancelled.
}

/** No sockets or files are involved, so after one turn of the event loop no promise or tick is pending. */
function everythingRunnable(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function push(heap: Entry[], entry: Entry): void {
  let index = heap.length;
  heap.push(entry);
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || !isBefore(entry, above)) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = entry;
}

function pop(heap: Entry[]): Entry | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let index = 0;
  for (;;) {
    const left = 2 * index + 1;
    const [a, b] = [heap[left], heap[left + 1]];
    if (a === undefined) break;
    const child = b !== undefined && isBefore(b, a) ? b : a;
    if (!isBefore(child, last)) break;
    heap[index] = child;
    index = child === a ? left : left + 1;
  }
  heap[index] = last;
  return first;
}
