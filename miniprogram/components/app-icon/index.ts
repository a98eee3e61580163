/** A line icon in the colour of the text around it. `size` in rpx. */
Component({
  properties: {
    name: { type: String, value: '' },
    size: { type: Number, value: 40 },
  },
});
