export type ToggleOwner = {
  send: (value: boolean) => Promise<unknown>;
  /** Shows a value: at once with a tap, and again when it could not be saved. */
  show: (value: boolean) => void;
  /** The cloud has taken the value of the last tap. */
  saved: (value: boolean) => void;
  failed: (error: unknown) => void;
  /** No request is in flight, and none follows without a tap. */
  idle?: () => void;
};

export type Toggle = ReturnType<typeof createToggle>;

/** A switch that is saved in the cloud. One request at a time, so that the value of the last tap is what remains. */
export function createToggle(initial: boolean, owner: ToggleOwner) {
  let wanted = initial;
  /** The value that the cloud took last. */
  let stored = initial;
  let isSending = false;

  const send = async () => {
    const before = stored;
    // A request that failed may have been carried out all the same.
    let isInDoubt = false;
    let failure: { error: unknown } | null = null;
    while (failure === null && (isInDoubt || wanted !== stored)) {
      const value = wanted;
      try {
        await owner.send(value);
        stored = value;
        isInDoubt = false;
      } catch (error) {
        if (wanted === value) failure = { error };
        else isInDoubt = true;
      }
    }
    if (failure !== null) {
      wanted = stored;
      owner.show(stored);
    }
    if (stored !== before) owner.saved(stored);
    if (failure !== null) owner.failed(failure.error);
  };

  return {
    value: () => wanted,

    /** Ends when the cloud has the value of the last tap, or has failed to take it. */
    async tap(): Promise<void> {
      wanted = !wanted;
      owner.show(wanted);
      if (isSending) return;
      isSending = true;
      await send();
      isSending = false;
      owner.idle?.();
    },
  };
}
