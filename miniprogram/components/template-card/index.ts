/** A template. Its picture keeps its own ratio. */
Component({
  properties: {
    title: { type: String, value: '' },
    picture: { type: String, value: '' },
    heightPercent: { type: Number, value: 100 },
  },
});
