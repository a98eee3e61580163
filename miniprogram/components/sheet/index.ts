import { coverTabBar } from '../../utils/tab-bar';

/** A bottom sheet with a title; its content is the slot. */
Component({
  properties: {
    title: { type: String, value: '' },
    visible: { type: Boolean, value: false },
  },

  lifetimes: {
    detached() {
      coverTabBar(this, false);
    },
  },

  observers: {
    visible(isVisible: boolean) {
      coverTabBar(this, isVisible);
    },
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
