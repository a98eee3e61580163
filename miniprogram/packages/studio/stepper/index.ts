/** A small number between two buttons. */
Component({
  properties: {
    label: { type: String, value: '' },
    value: { type: Number, value: 1 },
    min: { type: Number, value: 1 },
    max: { type: Number, value: 4 },
  },

  methods: {
    onLess() {
      this.change(this.data.value - 1);
    },
    onMore() {
      this.change(this.data.value + 1);
    },
    change(value: number) {
      if (value >= this.data.min && value <= this.data.max) this.triggerEvent('change', { value });
    },
  },
});
