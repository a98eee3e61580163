/** One work in the grid. `card` comes from `toCard` of the works page. It sets no data of its own: a long list has many. */
Component({
  properties: {
    card: { type: Object, value: {} },
    /** How long a running work has taken. */
    elapsed: { type: String, value: '' },
    isSelecting: { type: Boolean, value: false },
    isSelected: { type: Boolean, value: false },
  },

  methods: {
    onOpen() {
      this.triggerEvent('open');
    },
    onHold() {
      const { kind } = this.data.card as { kind?: string };
      if (kind === 'picture') this.triggerEvent('hold');
    },
    onAgain() {
      this.triggerEvent('again');
    },
  },
});
