import { longestPrompt } from '../../utils/draft';

Component({
  properties: {
    value: { type: String, value: '' },
    placeholder: { type: String, value: '' },
    summary: { type: String, value: '' },
    isExpanded: { type: Boolean, value: false },
  },

  data: { count: 0, limit: longestPrompt },

  observers: {
    value(value: string) {
      this.setData({ count: value.trim().length });
    },
  },

  methods: {
    onInput(event: WechatMiniprogram.TextareaInput) {
      this.triggerEvent('change', { value: event.detail.value });
    },
    onInspire() {
      this.triggerEvent('inspire');
    },
    onToggle() {
      this.triggerEvent('toggle');
    },
    onClear() {
      this.triggerEvent('change', { value: '' });
    },
  },
});
