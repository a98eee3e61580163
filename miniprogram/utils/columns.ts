type Tall = { heightPercent: number };

/** The height of title and line below a picture, as a percentage of the column's width. */
const footPercent = 32;

/** How many columns fit: two on a phone, more on a tablet. */
export function columnCount(windowWidth: number): number {
  if (windowWidth >= 900) return 4;
  return windowWidth >= 600 ? 3 : 2;
}

/** Adds each card to the shortest column so far. Heights are known, so nothing is measured. */
export function toColumns<Card extends Tall>(cards: Card[], count: number): Card[][] {
  const columns: Card[][] = Array.from({ length: count }, () => []);
  const heights = columns.map(() => 0);
  for (const card of cards) {
    const lowest = heights.indexOf(Math.min(...heights));
    columns[lowest]?.push(card);
    heights[lowest] = (heights[lowest] ?? 0) + card.heightPercent + footPercent;
  }
  return columns;
}
