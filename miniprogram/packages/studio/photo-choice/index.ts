/** The sheet to choose a photo: camera, album, samples, and photos used before. */
Component({
  properties: {
    samples: { type: Array, value: [] },
    recent: { type: Array, value: [] },
    value: { type: String, value: '' },
    sampleTitle: { type: String, value: '用示例' },
    isPerson: { type: Boolean, value: false },
  },

  methods: {
    onCamera() {
      this.triggerEvent('pick', { source: 'camera' });
    },
    onAlbum() {
      this.triggerEvent('pick', { source: 'album' });
    },
    onChoose({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
      this.triggerEvent('choose', detail);
    },
    onRemove() {
      this.triggerEvent('remove');
    },
  },
});
