Component({
  properties: {
    text: { type: String, value: '生成' },
    price: { type: String, value: '' },
    label: { type: String, value: '' },
    isEnabled: { type: Boolean, value: false },
  },

  methods: {
    onTap() {
      if (this.data.isEnabled) this.triggerEvent('generate');
    },
  },
});
