/** A row of tabs that scrolls when it is too wide. */
Component({
  properties: {
    options: { type: Array, value: [] },
    value: { type: String, value: '' },
  },

  methods: {
    onTap(event: WechatMiniprogram.TouchEvent<never, never, { id: string }>) {
      const { id } = event.currentTarget.dataset;
      if (id !== this.data.value) this.triggerEvent('change', { id });
    },
  },
});
