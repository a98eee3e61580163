/** One change of the balance. `row` is what `toRow` of the records page makes. */
Component({
  properties: { row: { type: Object, value: {} } },
});
