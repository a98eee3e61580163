/**
 * The finished picture over its cyanotype, or two to swipe between. `slides` is what `toSlides` of the result page
 * makes. Each picture develops once, when it has loaded.
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
      // A change made by setting `current` is told as well; to answer it would go round in circles.
      if (event.detail.source !== 'touch') return;
      this.triggerEvent('change', { current: event.detail.current });
    },
    onWay(event: WechatMiniprogram.TouchEvent<never, never, { way: string }>) {
      this.triggerEvent('way', { way: event.currentTarget.dataset.way });
    },
  },
});
