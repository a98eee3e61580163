type Tap = WechatMiniprogram.TouchEvent<never, never, { level: string }>;

/**
 * Says that the month's AP are used up and offers higher levels. `dialog` comes from `toExhausted` of the talk page; the
 * events are `choose` with the level, `primary` and `close`.
 */
Component({
  properties: {
    visible: { type: Boolean, value: false },
    dialog: { type: Object, value: {} },
  },

  methods: {
    onVisibleChange(event: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
      if (!event.detail.visible) this.onClose();
    },
    onChoose(event: Tap) {
      this.triggerEvent('choose', { level: event.currentTarget.dataset.level });
    },
    onPrimary() {
      this.triggerEvent('primary');
    },
    onClose() {
      this.triggerEvent('close');
    },
  },
});
