import type { MessageRow } from './view';

type Change = Record<string, unknown>;
type Box = { top: number; height: number; scrollTop: number };

/** What the list of messages needs of its page. */
export type ScrollPage = {
  rows: () => MessageRow[];
  /** The newest message is drawn. */
  isAtEnd: () => boolean;
  /** Batched with the other changes of this task. */
  paint: (change: Change) => void;
  /** At once; `done` is called after the layout. */
  set: (change: Change, done?: () => void) => void;
};

export type Scroll = ReturnType<typeof createScroll>;

/** Positions beyond the end of any list. Two, because setting the same value again does not scroll. */
const ends = [1_000_000, 1_000_001];
/** Within this distance of the end, the list follows new text. */
const nearPx = 120;

/** The scroll position: at the end it follows new text, elsewhere it keeps the rows in place. */
export function createScroll(page: ScrollPage) {
  let listPx = 0;
  let isNear = true;
  let isAway = false;
  let isMoving = false;
  let isClosed = false;
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

  /** Changes the rows around the anchor, which keeps its place on the screen. */
  const drawAt = async (anchor: string) => {
    isMoving = true;
    const before = await boxOf(anchor);
    isMoving = false;
    if (isClosed) return;
    await new Promise<void>((resolve) => page.set({ rows: page.rows() }, resolve));
    const after = await boxOf(anchor);
    const moved = after.top - before.top;
    if (moved !== 0) page.set({ scrollTop: after.scrollTop + moved });
  };

  return {
    /** The rows have changed. The row `anchor` keeps its place; empty: the newest comes into view. */
    draw(anchor: string) {
      if (anchor === '') drawEnd();
      else void drawAt(anchor);
    },

    redraw(place: number, row: MessageRow) {
      // `drawAt` is about to set the rows, and reads them then.
      if (isMoving) return;
      page.paint({ [`rows[${place}]`]: row, ...(isNear && toEnd()) });
    },

    /** Called when the height of the list may have changed. */
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

    /** The page is closed: answers still in flight are dropped. */
    close() {
      isClosed = true;
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
