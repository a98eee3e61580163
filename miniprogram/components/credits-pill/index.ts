Component({
  properties: { credits: { type: Number, value: 0 } },
});
