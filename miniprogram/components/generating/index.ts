/**
 * The cyanotype in the ratio of the picture. `stage`: 1 the request was sent, 2 it was answered, 3 the work is in 作品.
 * `isMoving` stops the animation while the page is hidden.
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
