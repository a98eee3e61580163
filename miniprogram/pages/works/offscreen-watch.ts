import { findOffscreen, isSameSet } from '../../utils/offscreen';

type Rect = WechatMiniprogram.BoundingClientRectCallbackResult;
/** Ids of the cards that are far from the screen. */
type Offscreen = Record<string, boolean>;

export type OffscreenOwner = {
  query: () => WechatMiniprogram.SelectorQuery;
  hasLayout: () => boolean;
  cardCount: () => number;
  shown: () => Offscreen;
  show: (offscreen: Offscreen) => void;
};

export type OffscreenWatch = {
  /** Checks a moment later; calls until then are one check. */
  schedule(): void;
  stop(): void;
};

const checkDelayMs = 200;
/** A list of this many cards is drawn as a whole. */
const maxDrawnCards = 12;

/** Positions are measured, not added up: the words of failed cards grow with the phone's text size. */
export function createOffscreenWatch(owner: OffscreenOwner): OffscreenWatch {
  let timer = 0;

  const check = () => {
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
        const offscreen = findOffscreen(slots, windowHeight);
        if (!isSameSet(offscreen, owner.shown())) owner.show(offscreen);
      })
      .exec();
  };

  return {
    schedule() {
      if (timer !== 0 || owner.cardCount() <= maxDrawnCards) return;
      timer = setTimeout(() => {
        timer = 0;
        check();
      }, checkDelayMs);
    },
    stop() {
      clearTimeout(timer);
      timer = 0;
    },
  };
}
