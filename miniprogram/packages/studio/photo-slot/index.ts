/**
 * A photo, or an empty place for one. `photo` comes from `toPhoto`; null shows the empty place. `isSmall`: for the
 * second garment, without text.
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
