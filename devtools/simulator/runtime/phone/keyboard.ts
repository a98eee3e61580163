type Listener = (result: { height: number }) => void;

const listeners = new Set<Listener>();

/** A browser has no keyboard that takes room, so its height is told as 0. */
export const keyboard = {
  heightPx: 0,
  show: () => tell(0),
  hide: () => tell(0),
  onHeightChange: (listener: Listener) => void listeners.add(listener),
  offHeightChange: (listener?: Listener) => {
    if (listener === undefined) listeners.clear();
    else listeners.delete(listener);
  },
};

function tell(height: number): void {
  for (const listener of listeners) listener({ height });
}
