import { lengthOf, maxLengths } from '../../utils/text';

Component({
  properties: {
    value: { type: String, value: '' },
    placeholder: { type: String, value: '' },
    summary: { type: String, value: '' },
    isExpanded: { type: Boolean, value: false },
    isFocused: { type: Boolean, value: false },
  },

  data: { count: 0, limit: maxLengths.prompt },

  observers: {
    value(value: string) {
      this.setData({ count: lengthOf(value.trim()) });
    },
  },

  methods: {
    onInput(event: WechatMiniprogram.TextareaInput) {
      this.triggerEvent('change', { value: event.detail.value });
    },
    onBlur() {
      this.triggerEvent('blur');
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
