/** Where a card stands, relative to the top of the screen, in px. */
export type Slot = { id: string; top: number; bottom: number };

/** So much above and below the screen stays drawn: more than a fast finger passes between two looks. */
const keptScreens = 1.5;

/** Cards so far from the screen that an empty box of the same height can stand for them. */
export function farSlots(slots: Slot[], screenHeight: number): Record<string, boolean> {
  const kept = screenHeight * keptScreens;
  const far = slots.filter(({ top, bottom }) => bottom < -kept || top > screenHeight + kept);
  return Object.fromEntries(far.map(({ id }) => [id, true]));
}

export function isSameSet(one: Record<string, boolean>, other: Record<string, boolean>): boolean {
  const ids = Object.keys(one);
  return ids.length === Object.keys(other).length && ids.every((id) => other[id] === true);
}
