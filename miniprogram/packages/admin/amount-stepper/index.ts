/** A whole number, changed with two buttons or typed. */
Component({
  properties: {
    label: { type: String, value: '' },
    value: { type: Number, value: 0 },
    min: { type: Number, value: 0 },
    max: { type: Number, value: 1000 },
    step: { type: Number, value: 1 },
    isReadOnly: { type: Boolean, value: false },
  },

  methods: {
    onLess() {
      this.change(this.data.value - this.data.step);
    },
    onMore() {
      this.change(this.data.value + this.data.step);
    },
    onTyped(event: WechatMiniprogram.Input) {
      const typed = event.detail.value.trim();
      // Incomplete or invalid text does not change the value.
      if (/^\d{1,5}$/.test(typed)) this.change(Number(typed));
    },
    change(wanted: number) {
      const { min, max, value, isReadOnly } = this.data;
      const next = Math.min(max, Math.max(min, wanted));
      if (!isReadOnly && next !== value) this.triggerEvent('change', { value: next });
    },
  },
});
