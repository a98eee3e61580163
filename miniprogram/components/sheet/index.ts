/** A panel from the bottom with a title; its content comes in the slot. */
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
