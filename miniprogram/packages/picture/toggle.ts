export type ToggleOwner = {
  send: (value: boolean) => Promise<unknown>;
  /** Called at once with a tap, and again to undo it when it could not be saved. */
  show: (value: boolean) => void;
  /** The cloud has saved the value of the last tap. */
  saved: (value: boolean) => void;
  failed: (error: unknown) => void;
  /** No request is in flight, and none is waiting. */
  idle?: () => void;
};

export type Toggle = ReturnType<typeof createToggle>;

/** A switch that is saved in the cloud. Requests run one at a time, so the last tap wins. */
export function createToggle(initial: boolean, owner: ToggleOwner) {
  let wanted = initial;
  /** The value last saved in the cloud. */
  let stored = initial;
  let isSending = false;

  const send = async () => {
    const before = stored;
    // A failed request may have been carried out nevertheless.
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

    /** Resolves when the cloud has saved the value of the last tap, or saving has failed. */
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
