/** The way to another part of the app; two or three stand in a row, one alone takes the width. */
Component({
  properties: {
    label: { type: String, value: '' },
    line: { type: String, value: '' },
    picture: { type: String, value: '' },
  },
});
