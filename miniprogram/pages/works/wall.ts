import { isSelectable, toDays } from './days';
import type { Day } from './days';
import { createPainter } from './painter';
import type { Card } from './view';
import { findDrawn } from './visible-days';
import type { Geometry } from './visible-days';

export type WallOwner = {
  query: () => WechatMiniprogram.SelectorQuery;
  /** Whether the page is visible: a hidden page has no layout to measure. */
  hasLayout: () => boolean;
  setData: (change: Record<string, unknown>, done: () => void) => void;
};

export type Wall = ReturnType<typeof createWall>;

/** A long list of cards, of which only those near the screen are drawn, together with the other data of the page. */
export function createWall(owner: WallOwner) {
  let days: Day[] = [];
  let geometry: Geometry | null = null;
  let scrollTop = 0;
  let painted = '';
  let selectable = new Set<string>();
  const measured = new Map<string, number>();

  const measure = () => {
    if (!owner.hasLayout()) return;
    owner
      .query()
      .selectAll('.block')
      .boundingClientRect((answer) => {
        if (!Array.isArray(answer)) return;
        for (const {
          dataset,
          height,
        } of answer as WechatMiniprogram.BoundingClientRectCallbackResult[]) {
          const { id } = dataset as { id?: string };
          if (id !== undefined && height > 0) measured.set(id, height);
        }
      })
      .exec();
  };

  /** The days and blocks to draw; empty when they have not changed. */
  const toDraw = (): Record<string, unknown> => {
    if (geometry === null) return {};
    const drawn = findDrawn(days, scrollTop, geometry, measured);
    const text = JSON.stringify(drawn);
    if (text === painted) return {};
    painted = text;
    return { days: drawn.days, above: drawn.above, below: drawn.below };
  };

  const painter = createPainter((change) => {
    const all = { ...change, ...toDraw() };
    if (Object.keys(all).length > 0) owner.setData(all, measure);
  });

  return {
    days: () => days,
    isSelectable: (id: string) => selectable.has(id),
    set: (change: Record<string, unknown>) => painter.set(change),
    stop: () => painter.stop(),

    setGeometry(next: Geometry) {
      geometry = next;
      measured.clear();
      painter.set();
    },

    setCards(cards: Card[], columnCount: number, now: number, isAtEnd: boolean) {
      days = toDays(cards, columnCount, now, isAtEnd);
      selectable = new Set(cards.filter(isSelectable).map(({ id }) => id));
      painter.set();
    },

    scrollTo(top: number) {
      scrollTop = top;
      painter.set();
    },

    /** The days whose pictures are all selected. */
    wholeDays(selected: Record<string, true>): Record<string, true> {
      const whole = days.filter(({ ids }) => ids.length > 0 && ids.every((id) => selected[id]));
      return Object.fromEntries(whole.map(({ key }) => [key, true as const]));
    },

    /** Paints pending changes, then forgets all days. The page empties `days`. */
    clear() {
      days = [];
      selectable.clear();
      scrollTop = 0;
      measured.clear();
      painter.flush();
      painted = '';
    },
  };
}
