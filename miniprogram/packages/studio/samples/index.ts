/** Photos to choose from in a row that scrolls: samples with their names, or recent ones. */
Component({
  properties: {
    items: { type: Array, value: [] },
    name: { type: String, value: '示例' },
    value: { type: String, value: '' },
  },

  methods: {
    onTap(event: WechatMiniprogram.TouchEvent<never, never, { id: string }>) {
      this.triggerEvent('choose', { id: event.currentTarget.dataset.id });
    },
  },
});
