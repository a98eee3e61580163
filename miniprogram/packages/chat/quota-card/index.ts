/** The month's AP. `bar` comes from `toQuotaBar` of the talk page; the events are `retry` and `upgrade`. */
Component({
  properties: {
    state: { type: String, value: 'loading' },
    bar: { type: Object, value: {} },
  },

  methods: {
    onRetry() {
      this.triggerEvent('retry');
    },
    onUpgrade() {
      this.triggerEvent('upgrade');
    },
  },
});
