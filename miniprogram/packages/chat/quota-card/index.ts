/** The month's AP. `bar` is what `toQuotaBar` of the chat page makes; the events are `retry` and `rise`. */
Component({
  properties: {
    state: { type: String, value: 'loading' },
    bar: { type: Object, value: {} },
  },

  methods: {
    onRetry() {
      this.triggerEvent('retry');
    },
    onRise() {
      this.triggerEvent('rise');
    },
  },
});
