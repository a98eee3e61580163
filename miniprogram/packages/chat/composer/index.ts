import { toComposer } from './view';

/**
 * The composer. The events are `change` with the typed text, `send`, `stop`, `exhausted` for a tap without text while the
 * AP are used up, and `keyboard` with its height in px.
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
      if (this.data.composer.canSend) this.triggerEvent('send');
      else if (this.data.isUsedUp) this.triggerEvent('exhausted');
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
