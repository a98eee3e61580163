import type { Card } from './view';
import { toDays } from './days';
import type { Day } from './days';
import { findDrawn } from './visible-days';
import type { Geometry } from './visible-days';

export type WallOwner = {
  query: () => WechatMiniprogram.SelectorQuery;
  /** Whether the page is shown: a hidden one has no layout. */
  hasLayout: () => boolean;
  /** Asks for a paint, which takes `changes`. */
  changed: () => void;
};

export type Wall = ReturnType<typeof createWall>;

/** The cards of a long list, of which those near the screen are drawn. */
export function createWall(owner: WallOwner) {
  let days: Day[] = [];
  let geometry: Geometry | null = null;
  let scrollTop = 0;
  let painted = '';
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

  return {
    days: () => days,

    setGeometry(next: Geometry) {
      geometry = next;
      measured.clear();
      owner.changed();
    },

    setCards(cards: Card[], columnCount: number, now: number, isAtEnd: boolean) {
      days = toDays(cards, columnCount, now, isAtEnd);
      owner.changed();
    },

    scrollTo(top: number) {
      scrollTop = top;
      owner.changed();
    },

    /** What to paint; empty while it stands as it is. */
    changes(): Record<string, unknown> {
      if (geometry === null) return {};
      const drawn = findDrawn(days, scrollTop, geometry, measured);
      const text = JSON.stringify(drawn);
      if (text === painted) return {};
      painted = text;
      return { days: drawn.days, above: drawn.above, below: drawn.below };
    },

    measure,

    clear() {
      days = [];
      painted = '';
      scrollTop = 0;
      measured.clear();
    },
  };
}
