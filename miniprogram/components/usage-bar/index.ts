/** Today's count. `usage` comes from `toUsage` of utils/usage. */
Component({
  properties: {
    state: { type: String, value: 'loading' },
    usage: { type: Object, value: {} },
    credits: { type: Number, value: -1 },
  },

  methods: {
    onRetry() {
      this.triggerEvent('retry');
    },
    onCredits() {
      this.triggerEvent('credits');
    },
  },
});
