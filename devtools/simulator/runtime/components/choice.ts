import type { BuiltIn, Control } from './built-in';

const item = { value: '', checked: false, disabled: false, color: '#09BB07', name: '' };

export const switchTag: BuiltIn = {
  tag: 'switch',
  properties: { checked: false, disabled: false, type: 'switch', color: '#04BE02', name: '' },
  create(control) {
    const { host, render, flag, text, write, emit } = control;
    render(['checked', 'color', 'disabled'], () => {
      draw(control);
      host.style.setProperty('--phone-color', text('color'));
    });
    onTap(control, () => {
      write('checked', !flag('checked'));
      emit('change', { value: flag('checked') });
    });
  },
};

export const checkbox: BuiltIn = {
  tag: 'checkbox',
  properties: item,
  create(control) {
    const { host, render, flag, write } = control;
    render(['checked', 'disabled'], () => draw(control));
    onTap(control, () => {
      write('checked', !flag('checked'));
      tellGroup(host, 'wx-checkbox-group');
    });
  },
};

export const radio: BuiltIn = {
  tag: 'radio',
  properties: item,
  create(control) {
    const { host, render, flag, write } = control;
    render(['checked', 'disabled'], () => draw(control));
    host.addEventListener('group-clear', () => write('checked', false));
    onTap(control, () => {
      if (flag('checked')) return;
      for (const other of host.closest('wx-radio-group')?.querySelectorAll('wx-radio') ?? []) {
        if (other !== host) other.dispatchEvent(new CustomEvent('group-clear'));
      }
      write('checked', true);
      tellGroup(host, 'wx-radio-group');
    });
  },
};

export const groups: BuiltIn[] = [
  group('checkbox-group', 'wx-checkbox'),
  group('radio-group', 'wx-radio'),
];

function group(tag: string, member: string): BuiltIn {
  return {
    tag,
    properties: { name: '' },
    create({ host, emit }) {
      host.addEventListener('group-change', (event) => {
        event.stopPropagation();
        const values = [...host.querySelectorAll(`${member}[aria-checked="true"]`)].map(
          (one) => one.getAttribute('value') ?? '',
        );
        emit('change', { value: tag === 'radio-group' ? (values[0] ?? '') : values });
      });
    },
  };
}

function draw({ host, flag, text }: Control): void {
  host.setAttribute('role', host.localName.replace('wx-', ''));
  host.setAttribute('aria-checked', String(flag('checked')));
  host.toggleAttribute('disabled', flag('disabled'));
  host.setAttribute('value', text('value'));
}

function onTap({ host, node, flag }: Control, run: () => void): void {
  const guarded = (): void => {
    if (!flag('disabled')) run();
  };
  node.addListener('tap', guarded);
  host.addEventListener('label-tap', guarded);
}

function tellGroup(host: HTMLElement, tag: string): void {
  host.closest(tag)?.dispatchEvent(new CustomEvent('group-change'));
}
