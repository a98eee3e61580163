type SlideTap = WechatMiniprogram.TouchEvent<
  never,
  never,
  { id: string; place: number; way: string }
>;

/**
 * The finished picture over its cyanotype, or two beside each other to compare at a glance: a tap chooses one, a tap on
 * the chosen one opens it. `slides` comes from `toSlides` of the result page. Each picture fades in once, when it has loaded.
 */
Component({
  properties: {
    slides: { type: Array, value: [] },
    heightPercent: { type: Number, value: 100 },
    current: { type: Number, value: 0 },
  },

  data: { developed: {} },

  methods: {
    onLoaded(event: SlideTap) {
      this.setData({ [`developed.${event.currentTarget.dataset.id}`]: true });
    },
    onPreview(event: SlideTap) {
      this.triggerEvent('preview', { id: event.currentTarget.dataset.id });
    },
    onTile(event: SlideTap) {
      const { id, place } = event.currentTarget.dataset;
      if (place === this.data.current) this.triggerEvent('preview', { id });
      else this.triggerEvent('change', { current: place });
    },
    onWay(event: SlideTap) {
      this.triggerEvent('way', { way: event.currentTarget.dataset.way });
    },
  },
});
