import { toComposer } from './view';

/**
 * The bar to write in. The events are `change` with what was typed, `send`, `stop`, `exhausted` for a tap while nothing can
 * be sent any more, and `keyboard` with its height in px.
 */
Component({
  properties: {
    value: { type: String, value: '' },
    isAnswering: { type: Boolean, value: false },
    isStopping: { type: Boolean, value: false },
    isUsedUp: { type: Boolean, value: false },
    isFocused: { type: Boolean, value: false },
  },

  data: { composer: toComposer('', false) },

  observers: {
    'value, isUsedUp'(value: string, isUsedUp: boolean) {
      const composer = toComposer(value, isUsedUp);
      if (JSON.stringify(composer) !== JSON.stringify(this.data.composer))
        this.setData({ composer });
    },
  },

  methods: {
    onInput(event: WechatMiniprogram.TextareaInput) {
      this.triggerEvent('change', { value: event.detail.value });
    },
    onSend() {
      if (this.data.isAnswering) return;
      if (this.data.isUsedUp) this.triggerEvent('exhausted');
      else if (this.data.composer.canSend) this.triggerEvent('send');
    },
    onStop() {
      if (!this.data.isStopping) this.triggerEvent('stop');
    },
    onField() {
      if (this.data.isUsedUp) this.triggerEvent('exhausted');
    },
    onKeyboard(event: WechatMiniprogram.CustomEvent<{ height: number }>) {
      this.triggerEvent('keyboard', { height: event.detail.height });
    },
    onLines() {
      this.triggerEvent('resize');
    },
  },
});
