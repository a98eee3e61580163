export type LatestNotifier<Value> = {
  /** Passes the value to the listener, unless a newer one arrives before the listener is ready for it. */
  notify(value: Value): void;
  hasNotified(): boolean;
  /** Drops the waiting value; resolves when the running listener has ended, rejects with its error. */
  end(): Promise<void>;
};

/** Calls a listener with the latest value, one call at a time. `onFailure` is called as soon as the listener throws. */
export function createLatestNotifier<Value>(
  listener: (value: Value) => void | Promise<void>,
  onFailure: () => void,
): LatestNotifier<Value> {
  let waiting: { value: Value } | null = null;
  let running: Promise<void> | null = null;
  let failure: { error: unknown } | null = null;
  let hasNotified = false;

  async function run(): Promise<void> {
    try {
      while (waiting !== null && failure === null) {
        const { value } = waiting;
        waiting = null;
        hasNotified = true;
        await listener(value);
      }
    } catch (error) {
      failure = { error };
      onFailure();
    }
    running = null;
  }

  return {
    notify(value) {
      waiting = { value };
      running ??= run();
    },
    hasNotified: () => hasNotified,
    async end() {
      waiting = null;
      await running;
      if (failure !== null) throw failure.error;
    },
  };
}
