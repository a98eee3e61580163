/**
 * The cyanotype in the asked ratio. `stage` counts what the phone knows to be done: 1 the request was sent,
 * 2 the answer came, 3 it stands in 作品. `isMoving` stops the light when the page is hidden.
 */
Component({
  properties: {
    heightPercent: { type: Number, value: 100 },
    title: { type: String, value: '' },
    line: { type: String, value: '' },
    stage: { type: Number, value: 1 },
    isMoving: { type: Boolean, value: true },
  },

  data: { steps: ['已提交', '绘制中', '存入作品'] },
});
