/** One work in the grid. `card` comes from `toCard` of the works page. It sets no data of its own: a long list has many. */
Component({
  properties: { card: { type: Object, value: {} } },

  methods: {
    onOpen() {
      this.triggerEvent('open');
    },
    onAgain() {
      this.triggerEvent('again');
    },
  },
});
