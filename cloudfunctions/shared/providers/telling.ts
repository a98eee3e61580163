export type Telling<Value> = {
  /** Passes a value on, unless a newer one comes before the listener is ready for it. */
  tell(value: Value): void;
  hasTold(): boolean;
  /** Nothing more is told; resolves when the listener has ended with what it was told last, rejects with its error. */
  end(): Promise<void>;
};

/** Tells a listener the latest of something, one at a time. `onFailure` is called as soon as the listener throws. */
export function createTelling<Value>(
  listener: (value: Value) => void | Promise<void>,
  onFailure: () => void,
): Telling<Value> {
  let waiting: { value: Value } | null = null;
  let running: Promise<void> | null = null;
  let failure: { error: unknown } | null = null;
  let hasTold = false;

  async function run(): Promise<void> {
    try {
      while (waiting !== null && failure === null) {
        const { value } = waiting;
        waiting = null;
        hasTold = true;
        await listener(value);
      }
    } catch (error) {
      failure = { error };
      onFailure();
    }
    running = null;
  }

  return {
    tell(value) {
      waiting = { value };
      running ??= run();
    },
    hasTold: () => hasTold,
    async end() {
      waiting = null;
      await running;
      if (failure !== null) throw failure.error;
    },
  };
}
