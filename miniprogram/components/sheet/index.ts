/** A bottom sheet with a title; its content is the slot. */
Component({
  properties: {
    title: { type: String, value: '' },
    visible: { type: Boolean, value: false },
  },

  methods: {
    onVisibleChange(event: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
      if (!event.detail.visible) this.onClose();
    },
    onClose() {
      this.triggerEvent('close');
    },
  },
});
