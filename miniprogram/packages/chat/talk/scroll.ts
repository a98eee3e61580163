import type { MessageRow } from './view';

type Change = Record<string, unknown>;
type Box = { top: number; height: number; scrollTop: number };

/** What the list of messages needs of the page it stands on. */
export type ScrollPage = {
  rows: () => MessageRow[];
  /** Nothing stands below what is drawn. */
  isAtEnd: () => boolean;
  /** With whatever else changes at this moment. */
  paint: (change: Change) => void;
  /** Now; `done` when it is laid out. */
  set: (change: Change, done?: () => void) => void;
};

export type Scroll = ReturnType<typeof createScroll>;

/** Beyond every conversation; two of them, for the same one twice does not scroll again. */
const ends = [1_000_000, 1_000_001];
/** So near to the end, new words are followed. */
const nearPx = 120;

/** The place in the list where somebody reads: it follows new words at the end, and stands still everywhere else. */
export function createScroll(page: ScrollPage) {
  let listPx = 0;
  let isNear = true;
  let isAway = false;
  let isMoving = false;
  let isGone = false;
  let end = 0;

  const toEnd = () => {
    end = 1 - end;
    return { scrollTop: ends[end] };
  };

  const drawEnd = () => {
    isNear = true;
    isAway = false;
    page.paint({ rows: page.rows(), isAway, ...toEnd() });
  };

  /** The row stays where it is while others come and go around it. */
  const drawAt = async (anchor: string) => {
    isMoving = true;
    const before = await boxOf(anchor);
    isMoving = false;
    if (isGone) return;
    await new Promise<void>((resolve) => page.set({ rows: page.rows() }, resolve));
    const after = await boxOf(anchor);
    const moved = after.top - before.top;
    if (moved !== 0) page.set({ scrollTop: after.scrollTop + moved });
  };

  return {
    /** Other rows than before. `anchor` must not move; empty: the newest comes into view. */
    draw(anchor: string) {
      if (anchor === '') drawEnd();
      else void drawAt(anchor);
    },

    redraw(place: number, row: MessageRow) {
      // Rows that are being moved are read when they have their new places.
      if (isMoving) return;
      page.paint({ [`rows[${place}]`]: row, ...(isNear && toEnd()) });
    },

    /** The list may have another height than before. */
    async measure() {
      listPx = (await boxOf('list')).height;
      if (isNear) page.paint(toEnd());
    },

    moved({ scrollHeight, scrollTop }: { scrollHeight: number; scrollTop: number }) {
      const rest = scrollHeight - scrollTop - listPx;
      isNear = rest < nearPx;
      const next = rest > listPx || !page.isAtEnd();
      if (next === isAway) return;
      isAway = next;
      page.set({ isAway });
    },

    /** The page is gone: what comes now is for nobody. */
    close() {
      isGone = true;
    },
  };
}

function boxOf(id: string): Promise<Box> {
  return new Promise((resolve) => {
    wx.createSelectorQuery()
      .select(`#${id}`)
      .boundingClientRect()
      .select('#list')
      .fields({ size: true, scrollOffset: true })
      .exec(([row, list]: ({ top?: number; height?: number; scrollTop?: number } | null)[]) =>
        resolve({
          top: row?.top ?? 0,
          height: list?.height ?? 0,
          scrollTop: list?.scrollTop ?? 0,
        }),
      );
  });
}
