import { openPage } from '../../utils/navigation';
import { coverTabBar } from '../../utils/tab-bar';

/**
 * Explains a refusal and offers what to do next. `dialog` comes from utils/refusal; the events are `primary`, `secondary`
 * and, for a tap on the mask, `close`.
 */
Component({
  properties: {
    visible: { type: Boolean, value: false },
    dialog: { type: Object, value: {} },
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
    onPrimary() {
      this.triggerEvent('primary');
    },
    onSecondary() {
      this.triggerEvent('secondary');
    },
    onCheckin() {
      this.onClose();
      openPage('/packages/wallet/checkin/index');
    },
    onClose() {
      this.triggerEvent('close');
    },
  },
});
