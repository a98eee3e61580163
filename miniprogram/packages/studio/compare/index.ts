import { keyPercent, segmentOf, segmentPercent, start, views } from './view';

type Key = { key: string };
type Size = { width: number; height: number };

/**
 * Two pictures over each other with an edge that can be dragged. The position is kept when `after` changes, so that two
 * results can be compared at the same place. `isFull` adds three buttons, an alternative to dragging.
 */
Component({
  properties: {
    before: { type: String, value: '' },
    after: { type: String, value: '' },
    label: { type: String, value: '' },
    heightPercent: { type: Number, value: 125 },
    isFull: { type: Boolean, value: false },
  },

  data: { percent: start, view: 'both', views, wholePercent: 0 },

  lifetimes: {
    attached() {
      this.listen(true);
    },
    detached() {
      this.listen(false);
    },
  },

  pageLifetimes: {
    show() {
      this.listen(true);
    },
    hide() {
      this.listen(false);
    },
  },

  methods: {
    /** Keyboard control on computers; the platform has key events only for the whole page. */
    listen(isOn: boolean) {
      if (!(wx.canIUse('onKeyDown') && wx.canIUse('offKeyDown'))) return;
      const typed = this as unknown as { onKey?: (key: Key) => void };
      if (typed.onKey) wx.offKeyDown(typed.onKey);
      delete typed.onKey;
      if (!isOn) return;
      typed.onKey = ({ key }) => {
        const percent = keyPercent(this.data.percent, key);
        if (percent !== null) this.move(percent);
      };
      wx.onKeyDown(typed.onKey);
    },

    /** The full view must not crop the result: its AI mark is in the lower corner. */
    onLoad({ detail: { width, height } }: WechatMiniprogram.CustomEvent<Size>) {
      if (this.data.isFull) this.setData({ wholePercent: (height / width) * 100 });
    },

    onDragged({ percent }: { percent: number }) {
      this.move(percent);
    },
    onView({ detail: { id } }: WechatMiniprogram.CustomEvent<{ id: string }>) {
      this.move(segmentPercent(id));
    },

    move(percent: number) {
      this.setData({ percent, view: segmentOf(percent) });
    },
  },
});
