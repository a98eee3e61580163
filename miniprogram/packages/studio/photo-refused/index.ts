/** Why a photo cannot be used, beside one that works. `refusal` comes from `createPicking`. */
Component({
  properties: {
    refusal: { type: Object, value: {} },
    good: { type: String, value: '/packages/studio/art/good-photo.jpg' },
  },

  methods: {
    onAnyway() {
      this.triggerEvent('anyway');
    },
  },
});
