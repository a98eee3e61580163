/** `characters` in the order to show; the first place is always 不指定. */
Component({
  properties: {
    characters: { type: Array, value: [] },
    value: { type: String, value: '' },
  },

  methods: {
    onTap(event: WechatMiniprogram.TouchEvent<never, never, { id: string }>) {
      this.triggerEvent('change', { id: event.currentTarget.dataset.id });
    },
  },
});
