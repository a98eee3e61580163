/** The place for a photo that is still missing. */
Component({
  properties: {
    icon: { type: String, value: 'hanger' },
    title: { type: String, value: '' },
    line: { type: String, value: '' },
  },

  methods: {
    onCamera() {
      this.triggerEvent('pick', { source: 'camera' });
    },
    onAlbum() {
      this.triggerEvent('pick', { source: 'album' });
    },
  },
});
