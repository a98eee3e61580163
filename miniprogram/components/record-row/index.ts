/** One change of the balance. `row` comes from `toRow` of the records page. */
Component({
  properties: { row: { type: Object, value: {} } },
});
