/** A failure in WeChat's form: `errMsg` is `<api>:fail <reason>`. */
export class ApiFailure extends Error {
  constructor(
    reason: string,
    readonly more: Record<string, unknown> = {},
  ) {
    super(reason);
  }
}

type Callbacks = {
  success?: (result: unknown) => void;
  fail?: (failure: unknown) => void;
  complete?: (outcome: unknown) => void;
};

export type Api = (options?: Record<string, unknown> & Callbacks) => Promise<unknown> | undefined;

/**
 * Wraps an asynchronous API in WeChat's calling convention: with callbacks it returns undefined, without any it returns
 * a promise.
 */
export function api(name: string, run: (options: never) => unknown): Api {
  return (options = {}) => {
    const { success, fail, complete } = options;
    const running = settle(name, () => run(options as never));
    if (success === undefined && fail === undefined && complete === undefined) return running;
    running.then(
      (result) => {
        success?.(result);
        complete?.(result);
      },
      (failure: unknown) => {
        fail?.(failure);
        complete?.(failure);
      },
    );
    return undefined;
  };
}

async function settle(name: string, run: () => unknown): Promise<unknown> {
  // The result must not arrive before the call has returned.
  await Promise.resolve();
  try {
    const result = await run();
    return typeof result === 'object' && result !== null && !('errMsg' in result)
      ? { ...result, errMsg: `${name}:ok` }
      : (result ?? { errMsg: `${name}:ok` });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const more = error instanceof ApiFailure ? error.more : {};
    // Has `errMsg` as on a phone, and the stack of an error.
    throw Object.assign(new Error(`${name}:fail ${reason}`), {
      errMsg: `${name}:fail ${reason}`,
      ...more,
    });
  }
}

/** `onX` and `offX` for one kind of event. */
export function eventPair<Result>(): {
  on: (listener: (result: Result) => void) => void;
  off: (listener?: (result: Result) => void) => void;
  emit: (result: Result) => void;
} {
  const listeners = new Set<(result: Result) => void>();
  return {
    on: (listener) => void listeners.add(listener),
    off(listener) {
      if (listener === undefined) listeners.clear();
      else listeners.delete(listener);
    },
    emit: (result) => {
      for (const listener of [...listeners]) listener(result);
    },
  };
}
