import { pickFromColumns, pickMoment } from '../phone/sheets';
import type { BuiltIn, Control } from './built-in';

/** `<picker>`: a bottom sheet; modes `selector`, `multiSelector`, `date` and `time`. */
export const picker: BuiltIn = {
  tag: 'picker',
  create(control) {
    control.node.addListener('tap', () => {
      if (!control.flag('disabled')) void pick(control);
    });
  },
};

async function pick(control: Control): Promise<void> {
  const value = await chooseValue(control);
  if (value === undefined) {
    control.emit('cancel');
    return;
  }
  control.write('value', value);
  control.emit('change', { value });
}

async function chooseValue({ text, get }: Control): Promise<unknown> {
  const mode = text('mode');
  if (mode === 'date' || mode === 'time') {
    return pickMoment({
      mode,
      fields: text('fields'),
      value: text('value'),
      start: text('start'),
      end: text('end'),
    });
  }
  if (mode !== 'selector' && mode !== 'multiSelector') {
    console.error(`[simulator] <picker mode="${mode}"> is not built`);
    return undefined;
  }
  const range = (get('range') ?? []) as unknown[];
  const columns = (mode === 'selector' ? [range] : (range as unknown[][])).map((column) =>
    column.map((option) => labelOf(option, text('rangeKey'))),
  );
  const chosen =
    mode === 'selector' ? [Number(get('value') ?? 0)] : ((get('value') ?? []) as number[]);
  const picked = await pickFromColumns(text('headerText'), columns, chosen);
  return mode === 'selector' ? picked?.[0] : picked;
}

function labelOf(option: unknown, key: string): string {
  const value: unknown =
    typeof option === 'object' && option !== null
      ? (option as Record<string, unknown>)[key]
      : option;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
