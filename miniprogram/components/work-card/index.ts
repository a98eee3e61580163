/** One work in the grid. `card` comes from `toCard` of the works page. */
Component({
  properties: { card: { type: Object, value: {} } },

  /** The picture that has loaded. */
  data: { loaded: '' },

  methods: {
    onLoaded(event: WechatMiniprogram.TouchEvent<never, never, { picture: string }>) {
      this.setData({ loaded: event.currentTarget.dataset.picture });
    },
    onOpen() {
      this.triggerEvent('open');
    },
    onAgain() {
      this.triggerEvent('again');
    },
  },
});
