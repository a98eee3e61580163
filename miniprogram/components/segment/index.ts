Component({
  properties: {
    label: { type: String, value: '' },
    options: { type: Array, value: [] },
    value: { type: String, value: '' },
  },

  methods: {
    onTap(event: WechatMiniprogram.TouchEvent<never, never, { id: string }>) {
      this.triggerEvent('change', { id: event.currentTarget.dataset.id });
    },
  },
});
