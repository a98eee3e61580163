/** Leads to another part of the app. Two or three share a row; a single one takes the full width. */
Component({
  properties: {
    label: { type: String, value: '' },
    line: { type: String, value: '' },
    picture: { type: String, value: '' },
  },
});
