import type { Block, Day } from './days';

/** Lengths in px. */
export type Geometry = {
  rpx: number;
  columnWidth: number;
  /** From the top of the page to the first heading. */
  contentTop: number;
  screenHeight: number;
};

/** `above`, `below`: the heights of the blocks left out of a partly drawn day. */
export type DrawnDay = Day & { above: number; below: number };
export type Drawn = { days: DrawnDay[]; above: number; below: number };

/** Blocks within this many screens above and below are drawn: a fast scroll passes less between two checks. */
const drawnScreens = 1;
const gapRpx = 18;
const headingRpx = 96;
const failedRpx = 250;

export function toGeometry(
  { windowWidth, windowHeight }: { windowWidth: number; windowHeight: number },
  columnCount: number,
  contentTop: number,
): Geometry {
  const rpx = windowWidth / 750;
  const columnWidth = (windowWidth - (64 + gapRpx * (columnCount - 1)) * rpx) / columnCount;
  return { rpx, columnWidth, contentTop, screenHeight: windowHeight };
}

/** Mirrors the layout of `work-card`: the picture, then title and line. */
function estimate({ columns }: Block, { rpx, columnWidth }: Geometry): number {
  const foot = 70 * rpx + 1.45 * Math.max(22 * rpx, 10);
  const heights = columns.map((column) =>
    column.reduce((sum, { kind, heightPercent }) => {
      const height =
        kind === 'failed' ? failedRpx * rpx : (columnWidth * heightPercent) / 100 + foot;
      return sum + height + gapRpx * rpx;
    }, 0),
  );
  return Math.max(...heights);
}

/**
 * The days near the screen, and the heights of those left out. `measured`: heights of blocks drawn before, including the
 * gap below.
 */
export function findDrawn(
  days: Day[],
  scrollTop: number,
  geometry: Geometry,
  measured: ReadonlyMap<string, number>,
): Drawn {
  const { contentTop, rpx, screenHeight } = geometry;
  const margin = drawnScreens * screenHeight;
  const from = scrollTop - margin;
  const to = scrollTop + screenHeight + margin;
  const drawn: Drawn = { days: [], above: 0, below: 0 };
  let y = contentTop;
  for (const day of days) {
    const start = y;
    y += headingRpx * rpx;
    const shown: DrawnDay = { ...day, blocks: [], above: 0, below: 0 };
    for (const block of day.blocks) {
      const height = measured.get(block.id) ?? estimate(block, geometry);
      if (y + height < from) shown.above += height;
      else if (y > to) shown.below += height;
      else shown.blocks.push(block);
      y += height;
    }
    if (shown.blocks.length > 0) drawn.days.push(shown);
    else if (y <= from || drawn.days.length === 0) drawn.above += y - start;
    else drawn.below += y - start;
  }
  return drawn;
}
