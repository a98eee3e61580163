import { element, tapTarget } from '../../dom';
import { ask } from './overlay';

/** WeChat's action sheet; resolves with the index of the chosen item. */
export function chooseAction(
  items: string[],
  title?: string,
  color?: string,
): Promise<number | undefined> {
  return ask<number>('sheet action-sheet', (answer) => [
    ...(title === undefined ? [] : [element('div', 'sheet-title', title)]),
    ...items.map((item, index) => {
      const row = tapTarget('sheet-item', item, () => answer(index));
      if (color !== undefined) row.style.color = color;
      return row;
    }),
    tapTarget('sheet-item sheet-cancel', '取消', () => answer(undefined)),
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
  return askForValue(title, selects, () => selects.map((select) => select.selectedIndex));
}

type MomentQuestion = {
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
}: MomentQuestion): Promise<string | undefined> {
  const field = element('input', 'picker-moment');
  field.type = mode === 'time' ? 'time' : fields === 'month' ? 'month' : 'date';
  field.min = start;
  field.max = end;
  field.value = value;
  return askForValue('', [field], () => field.value);
}

function askForValue<Value>(
  title: string,
  fields: HTMLElement[],
  read: () => Value,
): Promise<Value | undefined> {
  return ask<Value>('sheet picker-sheet', (answer) => [
    element(
      'div',
      'picker-bar',
      tapTarget('picker-cancel', '取消', () => answer(undefined)),
      element('span', '', title),
      tapTarget('picker-confirm', '确定', () => answer(read())),
    ),
    element('div', 'picker-columns', ...fields),
  ]);
}
