import { farSlots, isSameSet } from '../../utils/far';

type Rect = WechatMiniprogram.BoundingClientRectCallbackResult;
/** Ids of the cards that are far from the screen. */
type Far = Record<string, boolean>;

/** What looking needs of the page. */
export type FarOwner = {
  query: () => WechatMiniprogram.SelectorQuery;
  hasLayout: () => boolean;
  cards: () => number;
  shown: () => Far;
  show: (far: Far) => void;
};

export type FarLook = {
  /** The list moves: looks a moment later, however often it is said meanwhile. */
  soon(): void;
  stop(): void;
};

/** While the list moves, it is looked at so often which cards have gone far away. */
const lookMs = 200;
/** Fewer cards than this are all drawn. */
const manyCards = 12;

/** Asks where the cards stand, rather than adding up heights: words of failed cards grow with the phone's text size. */
export function createFarLook(owner: FarOwner): FarLook {
  let ahead = 0;

  const look = () => {
    const { windowHeight } = wx.getWindowInfo();
    owner
      .query()
      .selectAll('.slot')
      .boundingClientRect((answer) => {
        if (!owner.hasLayout() || !Array.isArray(answer)) return;
        const slots = (answer as Rect[]).map(({ dataset, top, bottom }) => {
          const { id } = dataset as { id: string };
          return { id, top, bottom };
        });
        const far = farSlots(slots, windowHeight);
        if (!isSameSet(far, owner.shown())) owner.show(far);
      })
      .exec();
  };

  return {
    soon() {
      if (ahead !== 0 || owner.cards() <= manyCards) return;
      ahead = setTimeout(() => {
        ahead = 0;
        look();
      }, lookMs);
    },
    stop() {
      clearTimeout(ahead);
      ahead = 0;
    },
  };
}
