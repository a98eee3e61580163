/** A row that leads somewhere. `isFirst` leaves out the hairline above. */
Component({
  properties: {
    icon: { type: String, value: '' },
    title: { type: String, value: '' },
    value: { type: String, value: '' },
    isFirst: { type: Boolean, value: false },
  },
});
