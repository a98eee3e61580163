import type { BuiltIn, Control } from './built-in';

export const switchTag: BuiltIn = {
  tag: 'switch',
  create(control) {
    const { host, render, flag, text, write, emit } = control;
    render(['checked', 'color', 'disabled', 'type'], () => {
      draw(control);
      host.setAttribute('type', text('type'));
    });
    onTap(control, () => {
      write('checked', !flag('checked'));
      emit('change', { value: flag('checked') });
    });
  },
};

export const checkbox: BuiltIn = {
  tag: 'checkbox',
  create(control) {
    const { host, render, flag, write } = control;
    render(['checked', 'disabled', 'color'], () => draw(control));
    onTap(control, () => {
      write('checked', !flag('checked'));
      notifyGroup(host, 'wx-checkbox-group');
    });
  },
};

export const radio: BuiltIn = {
  tag: 'radio',
  create(control) {
    const { host, render, flag, write } = control;
    render(['checked', 'disabled', 'color'], () => draw(control));
    host.addEventListener('group-clear', () => write('checked', false));
    onTap(control, () => {
      if (flag('checked')) return;
      for (const other of host.closest('wx-radio-group')?.querySelectorAll('wx-radio') ?? []) {
        if (other !== host) other.dispatchEvent(new CustomEvent('group-clear'));
      }
      write('checked', true);
      notifyGroup(host, 'wx-radio-group');
    });
  },
};

export const groups: BuiltIn[] = [
  group('checkbox-group', 'wx-checkbox'),
  group('radio-group', 'wx-radio'),
];

function group(tag: 'checkbox-group' | 'radio-group', member: string): BuiltIn {
  return {
    tag,
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
  host.style.setProperty('--phone-color', text('color'));
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

function notifyGroup(host: HTMLElement, tag: string): void {
  host.closest(tag)?.dispatchEvent(new CustomEvent('group-change'));
}
