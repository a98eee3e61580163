import { element, tapTarget } from '../../dom';
import { openDialog } from './overlay';

/** WeChat's action sheet; resolves with the index of the chosen item. */
export function chooseAction(
  items: string[],
  title?: string,
  color?: string,
): Promise<number | undefined> {
  return openDialog<number>('sheet action-sheet', (close) => [
    ...(title === undefined ? [] : [element('div', 'sheet-title', title)]),
    ...items.map((item, index) => {
      const row = tapTarget('sheet-item', item, () => close(index));
      if (color !== undefined) row.style.color = color;
      return row;
    }),
    tapTarget('sheet-item sheet-cancel', '取消', () => close(undefined)),
  ]);
}

/** Picks one option of each column. */
export function pickFromColumns(
  title: string,
  columns: string[][],
  chosen: number[],
): Promise<number[] | undefined> {
  const selects = columns.map((column, index) => {
    const select = element('select', 'picker-column');
    select.size = Math.min(6, Math.max(3, column.length));
    select.append(...column.map((label, position) => new Option(label, String(position))));
    select.selectedIndex = chosen[index] ?? 0;
    return select;
  });
  return chooseValue(title, selects, () => selects.map((select) => select.selectedIndex));
}

type MomentPickerOptions = {
  mode: 'date' | 'time';
  fields: string;
  value: string;
  start: string;
  end: string;
};

export function pickMoment({
  mode,
  fields,
  value,
  start,
  end,
}: MomentPickerOptions): Promise<string | undefined> {
  const field = element('input', 'picker-moment');
  field.type = mode === 'time' ? 'time' : fields === 'month' ? 'month' : 'date';
  field.min = start;
  field.max = end;
  field.value = value;
  return chooseValue('', [field], () => field.value);
}

function chooseValue<Value>(
  title: string,
  fields: HTMLElement[],
  read: () => Value,
): Promise<Value | undefined> {
  return openDialog<Value>('sheet picker-sheet', (close) => [
    element(
      'div',
      'picker-bar',
      tapTarget('picker-cancel', '取消', () => close(undefined)),
      element('span', '', title),
      tapTarget('picker-confirm', '确定', () => close(read())),
    ),
    element('div', 'picker-columns', ...fields),
  ]);
}
