/**
 * The finished picture over its cyanotype, or two to swipe between. `slides` comes from `toSlides` of the result
 * page. Each picture fades in once, when it has loaded.
 */
Component({
  properties: {
    slides: { type: Array, value: [] },
    heightPercent: { type: Number, value: 100 },
    current: { type: Number, value: 0 },
  },

  data: { developed: {} },

  methods: {
    onLoaded(event: WechatMiniprogram.TouchEvent<never, never, { id: string }>) {
      this.setData({ [`developed.${event.currentTarget.dataset.id}`]: true });
    },
    onPreview(event: WechatMiniprogram.TouchEvent<never, never, { id: string }>) {
      this.triggerEvent('preview', { id: event.currentTarget.dataset.id });
    },
    onSwipe(event: WechatMiniprogram.SwiperChange) {
      // Setting `current` fires the event as well; reacting to it would loop.
      if (event.detail.source !== 'touch') return;
      this.triggerEvent('change', { current: event.detail.current });
    },
    onWay(event: WechatMiniprogram.TouchEvent<never, never, { way: string }>) {
      this.triggerEvent('way', { way: event.currentTarget.dataset.way });
    },
  },
});
