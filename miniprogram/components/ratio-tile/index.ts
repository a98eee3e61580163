/** The longer side of the drawn frame, in rpx. */
const longSide = 52;

Component({
  properties: {
    ratio: { type: String, value: '1:1' },
    width: { type: Number, value: 1 },
    height: { type: Number, value: 1 },
    isOn: { type: Boolean, value: false },
  },

  data: { frameWidth: longSide, frameHeight: longSide },

  observers: {
    'width, height'(width: number, height: number) {
      // With the same longer side, a square would look larger than any other ratio.
      const side = width === height ? longSide * 0.85 : longSide;
      const scale = side / Math.max(width, height, 1);
      this.setData({
        frameWidth: Math.round(width * scale),
        frameHeight: Math.round(height * scale),
      });
    },
  },
});
