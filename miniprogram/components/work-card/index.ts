/** One work in the grid. `card` is what `toCard` of the works page makes. */
Component({
  properties: { card: { type: Object, value: {} } },

  data: { isLoaded: false, shown: '' },

  observers: {
    // Runs on every change of the card; only another picture has to load again.
    'card.picture'(picture: string) {
      if (picture !== this.data.shown) this.setData({ isLoaded: false, shown: picture });
    },
  },

  methods: {
    onLoaded() {
      this.setData({ isLoaded: true });
    },
    onOpen() {
      this.triggerEvent('open');
    },
    onAgain() {
      this.triggerEvent('again');
    },
  },
});
