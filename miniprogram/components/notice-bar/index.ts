/** A line under the navigation bar: the page stays usable. */
Component({
  properties: {
    text: { type: String, value: '' },
    action: { type: String, value: '' },
    icon: { type: String, value: 'info-circle' },
    isWarning: { type: Boolean, value: false },
  },
});
