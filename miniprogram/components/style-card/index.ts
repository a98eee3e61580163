Component({
  properties: {
    name: { type: String, value: '' },
    picture: { type: String, value: '' },
    isOn: { type: Boolean, value: false },
  },
});
