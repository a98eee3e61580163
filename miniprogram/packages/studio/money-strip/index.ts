/** What became of the credits of a task. */
Component({
  properties: {
    reserved: { type: Number, value: 0 },
    spent: { type: Number, value: 0 },
    refunded: { type: Number, value: 0 },
  },
});
