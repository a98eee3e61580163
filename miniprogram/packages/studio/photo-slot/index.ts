/**
 * A photo in its place, or the place for one. `photo` comes from `toPhoto`; null is an empty place. `isSmall`: a further
 * garment, without words.
 */
Component({
  properties: {
    name: { type: String, value: '' },
    photo: { type: Object, value: null },
    heightPercent: { type: Number, value: 129 },
    isSmall: { type: Boolean, value: false },
  },

  methods: {
    onTap() {
      this.triggerEvent('pick');
    },
  },
});
