type Listener = (result: { height: number }) => void;

const listeners = new Set<Listener>();

/** A desktop browser has no on-screen keyboard, so the height is always 0. */
export const keyboard = {
  heightPx: 0,
  show: () => notify(0),
  hide: () => notify(0),
  onHeightChange: (listener: Listener) => void listeners.add(listener),
  offHeightChange: (listener?: Listener) => {
    if (listener === undefined) listeners.clear();
    else listeners.delete(listener);
  },
};

function notify(height: number): void {
  for (const listener of listeners) listener({ height });
}
