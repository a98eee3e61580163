/**
 * Why it does not go on, and the ways out. `dialog` is what utils/refusal makes; the events are `primary`,
 * `secondary` and, for a tap beside it, `close`.
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
    onPrimary() {
      this.triggerEvent('primary');
    },
    onSecondary() {
      this.triggerEvent('secondary');
    },
    onClose() {
      this.triggerEvent('close');
    },
  },
});
