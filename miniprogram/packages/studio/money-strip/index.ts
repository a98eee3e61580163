/** The credits of a task: reserved, spent, refunded. */
Component({
  properties: {
    reserved: { type: Number, value: 0 },
    spent: { type: Number, value: 0 },
    refunded: { type: Number, value: 0 },
  },
});
