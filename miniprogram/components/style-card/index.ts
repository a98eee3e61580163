/** `quarters`: four pictures instead of one, for 自动, which may turn out as any style. */
Component({
  properties: {
    name: { type: String, value: '' },
    picture: { type: String, value: '' },
    quarters: { type: Array, value: [] },
    isOn: { type: Boolean, value: false },
  },
});
