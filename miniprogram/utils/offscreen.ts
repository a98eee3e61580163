/** Where a card is, relative to the top of the screen, in px. */
export type Slot = { id: string; top: number; bottom: number };

/** Cards within this many screens above and below stay drawn: more than a fast scroll passes between two checks. */
const drawnScreens = 1.5;

/** Cards so far from the screen that an empty box of the same height can stand for them. */
export function findOffscreen(slots: Slot[], screenHeight: number): Record<string, boolean> {
  const margin = screenHeight * drawnScreens;
  const offscreen = slots.filter(
    ({ top, bottom }) => bottom < -margin || top > screenHeight + margin,
  );
  return Object.fromEntries(offscreen.map(({ id }) => [id, true]));
}

export function isSameSet(one: Record<string, boolean>, other: Record<string, boolean>): boolean {
  const ids = Object.keys(one);
  return ids.length === Object.keys(other).length && ids.every((id) => other[id] === true);
}
