export type Guard = ReturnType<typeof createGuard>;

/**
 * Lets one action run at a time and drops the taps that arrive meanwhile. Every action that costs or changes something
 * in the cloud runs through a guard: a second tap may arrive before the page has drawn that the first one works.
 *
 * A page creates its guards in `onLoad`: WeChat copies the fields of `Page` for each page, but not what closures hold.
 */
export function createGuard() {
  /** The run that holds the guard; with `isHeldOn` it holds it after its end too. */
  let holder: { isHeldOn: boolean } | null = null;

  return {
    isHeld: () => holder !== null,

    /** Runs the action; its promise ends with it. Null when the guard is held and the action was dropped. */
    run(action: () => Promise<void> | void): Promise<void> | null {
      if (holder !== null) return null;
      const run = { isHeldOn: false };
      holder = run;
      return (async () => {
        try {
          await action();
        } finally {
          // After a release another action may hold the guard.
          if (holder === run && !run.isHeldOn) holder = null;
        }
      })();
    },

    /** Called by an action: the guard stays held after its end, until `release`. */
    hold() {
      if (holder !== null) holder.isHeldOn = true;
    },

    /** Lets the next action run, e.g. when the page comes back to the front. */
    release() {
      holder = null;
    },
  };
}
