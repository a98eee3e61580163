/** `quarters`: four pictures instead of one, for the choice that may become any of them. */
Component({
  properties: {
    name: { type: String, value: '' },
    picture: { type: String, value: '' },
    quarters: { type: Array, value: [] },
    isOn: { type: Boolean, value: false },
  },
});
