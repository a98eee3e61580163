/** What happened, whether credits were charged, and what to do next. Empty texts are left out. */
Component({
  properties: {
    icon: { type: String, value: 'image-error' },
    title: { type: String, value: '没有加载出来' },
    reason: { type: String, value: '' },
    money: { type: String, value: '' },
    primary: { type: String, value: '重试' },
    price: { type: String, value: '' },
    secondary: { type: String, value: '' },
  },

  methods: {
    onPrimary() {
      this.triggerEvent('primary');
    },
    onSecondary() {
      this.triggerEvent('secondary');
    },
  },
});
