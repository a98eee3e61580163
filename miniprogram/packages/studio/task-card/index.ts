/** One task in the list. `card` comes from `toTaskCard`. */
Component({
  properties: { card: { type: Object, value: {} } },

  methods: {
    onOpen() {
      this.triggerEvent('open');
    },
    onAct() {
      this.triggerEvent('act');
    },
  },
});
