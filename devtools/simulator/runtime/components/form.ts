import { nodeOf } from '../engine/backend';
import { controlOf, type BuiltIn } from './built-in';

const fields =
  'wx-input, wx-textarea, wx-switch, wx-slider, wx-picker, wx-radio-group, wx-checkbox-group';

/** `<form>` collects the named controls inside it when a `<button form-type>` is tapped. */
export const form: BuiltIn = {
  tag: 'form',
  create({ host, emit }) {
    host.addEventListener('form-submit', (event) => {
      event.stopPropagation();
      emit('submit', {
        value: Object.fromEntries([...host.querySelectorAll(fields)].flatMap(entry)),
        formId: '',
      });
    });
    host.addEventListener('form-reset', (event) => {
      event.stopPropagation();
      for (const field of host.querySelectorAll(fields)) {
        const node = nodeOf(field);
        const control = node === undefined ? undefined : controlOf(node);
        if (control === undefined) continue;
        if (field.localName === 'wx-switch') control.write('checked', false);
        else if (!field.localName.endsWith('group'))
          control.write('value', field.localName === 'wx-slider' ? control.number('min') : '');
      }
      emit('reset');
    });
  },
};

function entry(field: Element): [string, unknown][] {
  const node = nodeOf(field);
  const control = node === undefined ? undefined : controlOf(node);
  const name = control?.text('name') ?? '';
  if (control === undefined || name === '') return [];
  if (field.localName === 'wx-switch') return [[name, control.flag('checked')]];
  if (!field.localName.endsWith('group')) return [[name, control.get('value') ?? '']];
  const values = [...field.querySelectorAll('[aria-checked="true"]')].map(
    (one) => one.getAttribute('value') ?? '',
  );
  return [[name, field.localName === 'wx-radio-group' ? (values[0] ?? '') : values]];
}
