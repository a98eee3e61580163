/** `isField`: it is placed on a card instead of the page. `role` is `radio` in a choice, `button` otherwise. */
Component({
  properties: {
    label: { type: String, value: '' },
    icon: { type: String, value: '' },
    hint: { type: String, value: '' },
    role: { type: String, value: 'radio' },
    isOn: { type: Boolean, value: false },
    isField: { type: Boolean, value: false },
  },
});
