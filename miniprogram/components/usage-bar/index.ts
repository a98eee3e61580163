/** Today's count. `usage` is what `toUsage` of utils/usage makes. */
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
