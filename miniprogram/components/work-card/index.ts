/** One work in the grid. `card` is what `toCard` of the works page makes. */
Component({
  properties: { card: { type: Object, value: {} } },

  /** The picture that has loaded; another one has to load again. */
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
