/**
 * Why it does not go on, and the ways out. `dialog` is what `toLimitDialog` or `toCreditsDialog` of utils/refusal
 * makes; the events are `primary` and `close`.
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
    onClose() {
      this.triggerEvent('close');
    },
  },
});
