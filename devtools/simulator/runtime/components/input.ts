import { toBrowserLengths } from '../../lengths';
import { phoneWidth } from '../phone/geometry';
import { keyboard } from '../phone/keyboard';
import type { BuiltIn, Control } from './built-in';

type Field = HTMLInputElement | HTMLTextAreaElement;

export const input: BuiltIn = {
  tag: 'input',
  create(control) {
    const field = document.createElement('input');
    const { render, text, flag } = control;
    render(['type', 'password'], () => {
      field.type = flag('password') ? 'password' : 'text';
      const modes: Record<string, string> = { number: 'numeric', digit: 'decimal', idcard: 'text' };
      field.inputMode = modes[text('type')] ?? '';
      field.setAttribute('autocomplete', text('type') === 'nickname' ? 'nickname' : 'off');
    });
    setUp(control, field);
  },
};

export const textarea: BuiltIn = {
  tag: 'textarea',
  create(control) {
    const { host, render, flag, onDetached } = control;
    const field = document.createElement('textarea');
    let lines = 0;
    const grow = (): void => {
      if (!flag('autoHeight')) return;
      host.style.height = 'auto';
      field.style.height = '0';
      const height = field.scrollHeight;
      // The text scrolls inside the field once it exceeds the field's max-height.
      const maxHeight = innerMaxHeight(host);
      field.style.height = `${Math.min(height, maxHeight)}px`;
      field.style.overflowY = height > maxHeight ? 'auto' : 'hidden';
      const lineHeight = parseFloat(getComputedStyle(field).lineHeight) || 20;
      const lineCount = Math.max(1, Math.round(height / lineHeight));
      if (lineCount === lines) return;
      lines = lineCount;
      control.emit('linechange', {
        height,
        heightRpx: (height * 750) / phoneWidth(),
        lineCount,
        lineHeight,
      });
    };
    field.addEventListener('input', grow);
    setUp(control, field);
    render(['value', 'autoHeight', 'hidden'], grow);
    // The number of lines changes with the width, and is 0 while the page is hidden.
    let width = 0;
    const watcher = new ResizeObserver(() => {
      if (field.clientWidth === width) return;
      width = field.clientWidth;
      grow();
    });
    watcher.observe(field);
    onDetached(() => watcher.disconnect());
  },
};

/** The max-height of an element without its padding and border, in px. */
function innerMaxHeight(element: HTMLElement): number {
  const style = getComputedStyle(element);
  const maxHeight = parseFloat(style.maxHeight);
  if (Number.isNaN(maxHeight)) return Infinity;
  if (style.boxSizing !== 'border-box') return maxHeight;
  const edges = [
    ...[style.paddingTop, style.paddingBottom],
    ...[style.borderTopWidth, style.borderBottomWidth],
  ];
  return edges.reduce((rest, edge) => rest - (parseFloat(edge) || 0), maxHeight);
}

const placeholderProperties = ['color', 'font-size', 'font-weight', 'line-height'];

function declarations(style: string): [name: string, value: string][] {
  return toBrowserLengths(style)
    .split(';')
    .filter((declaration) => declaration.includes(':'))
    .map((declaration) => {
      const [name = '', ...value] = declaration.split(':');
      return [name.trim(), value.join(':').trim()];
    });
}

function setUp(control: Control, field: Field): void {
  const { host, emit, write, render, text, flag, number, get } = control;
  host.append(field);
  let lastValue = '';

  render(['value'], () => {
    const value = text('value');
    lastValue = value;
    if (field.value !== value) field.value = value;
  });
  render(['placeholder'], () => (field.placeholder = text('placeholder')));
  render(['placeholderStyle'], () => {
    for (const [name, value] of declarations(text('placeholderStyle'))) {
      if (placeholderProperties.includes(name))
        host.style.setProperty(`--phone-placeholder-${name}`, value);
      else console.error(`[simulator] placeholder-style: "${name}" is not built`);
    }
  });
  render(['disabled'], () => (field.disabled = flag('disabled')));
  render(['cursorColor'], () => (field.style.caretColor = text('cursorColor')));
  render(['maxlength'], () => {
    if (number('maxlength') < 0) field.removeAttribute('maxlength');
    else field.maxLength = number('maxlength');
  });
  render(['ariaLabel'], () => {
    if (text('ariaLabel') !== '') field.setAttribute('aria-label', text('ariaLabel'));
  });
  render(
    ['confirmType'],
    () => (field.enterKeyHint = text('confirmType') === 'return' ? 'enter' : text('confirmType')),
  );
  render(['focus', 'autoFocus'], () => {
    if (flag('focus') || flag('autoFocus')) field.focus();
    else if (document.activeElement === field) field.blur();
  });
  render(['cursor', 'selectionStart', 'selectionEnd'], () => {
    if (document.activeElement !== field) return;
    const [start, end] = [number('selectionStart'), number('selectionEnd')];
    if (start >= 0 && end >= 0) field.setSelectionRange(start, end);
    else if (number('cursor') >= 0) field.setSelectionRange(number('cursor'), number('cursor'));
  });

  // The browser's own events must not reach listeners of the host, which fires WeChat's events instead.
  for (const type of ['input', 'change', 'focus', 'blur'])
    field.addEventListener(type, (event) => event.stopPropagation());
  field.addEventListener('input', () => {
    const value = field.value;
    const detail = {
      value,
      cursor: field.selectionStart ?? value.length,
      keyCode: value.charCodeAt(value.length - 1) || 8,
    };
    lastValue = value;
    write('value', value);
    emit('input', detail);
  });
  field.addEventListener('focus', () => {
    keyboard.show();
    emit('focus', { value: field.value, height: keyboard.heightPx });
    emit('keyboardheightchange', { height: keyboard.heightPx, duration: 0 });
  });
  field.addEventListener('blur', () => {
    keyboard.hide();
    if (get('focus') === true) write('focus', false);
    emit('blur', { value: lastValue, cursor: field.selectionStart ?? 0 });
    emit('keyboardheightchange', { height: 0, duration: 0 });
    if (text('type') === 'nickname') emit('nicknamereview', { pass: true, timeout: false });
  });
  field.addEventListener('keydown', (event) => {
    const confirms = (event as KeyboardEvent).key === 'Enter' && text('confirmType') !== 'return';
    if (!confirms || (event as KeyboardEvent).isComposing) return;
    event.preventDefault();
    emit('confirm', { value: field.value });
    if (!flag('confirmHold')) field.blur();
  });
}
