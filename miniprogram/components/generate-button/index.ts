Component({
  properties: {
    text: { type: String, value: '生成' },
    price: { type: String, value: '' },
    label: { type: String, value: '' },
    isEnabled: { type: Boolean, value: false },
  },

  methods: {
    /** A button that cannot act yet leads to what is missing. */
    onTap() {
      this.triggerEvent(this.data.isEnabled ? 'generate' : 'missing');
    },
  },
});
