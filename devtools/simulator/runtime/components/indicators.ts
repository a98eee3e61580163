import type { BuiltIn } from './built-in';

export const progress: BuiltIn = {
  tag: 'progress',
  properties: {
    percent: 0,
    showInfo: false,
    borderRadius: null,
    fontSize: 16,
    strokeWidth: 6,
    color: '#09BB07',
    activeColor: '#09BB07',
    backgroundColor: '#EBEBEB',
    active: false,
    activeMode: 'backwards',
    duration: 30,
  },
  create({ host, render, number, text, flag, emit }) {
    const track = document.createElement('i');
    const bar = document.createElement('b');
    const label = document.createElement('span');
    track.append(bar);
    host.append(track, label);
    render(
      [
        'percent',
        'showInfo',
        'strokeWidth',
        'activeColor',
        'color',
        'backgroundColor',
        'active',
        'duration',
      ],
      () => {
        const percent = Math.min(100, Math.max(0, number('percent')));
        track.style.cssText = `height:${number('strokeWidth')}px;background:${text('backgroundColor')}`;
        bar.style.cssText = `width:${percent}%;background:${text('activeColor')};transition:width ${flag('active') ? percent * number('duration') : 0}ms linear`;
        label.textContent = flag('showInfo') ? `${percent}%` : '';
        host.setAttribute('role', 'progressbar');
        host.setAttribute('aria-valuenow', String(percent));
        if (flag('active')) setTimeout(() => emit('activeend'), percent * number('duration'));
      },
    );
  },
};

const glyphs: Record<string, string> = {
  success: '✓',
  success_no_circle: '✓',
  info: 'i',
  warn: '!',
  waiting: '…',
  cancel: '×',
  download: '↓',
  search: '⌕',
  clear: '×',
};

export const icon: BuiltIn = {
  tag: 'icon',
  properties: { type: '', size: 23, color: '' },
  create({ host, render, text, number }) {
    render(['type', 'size', 'color'], () => {
      const glyph = glyphs[text('type')];
      if (glyph === undefined)
        console.error(`[simulator] <icon type="${text('type')}"> does not exist`);
      host.textContent = glyph ?? '';
      const isWarning = /warn|cancel|clear/.test(text('type'));
      const color = text('color') === '' ? (isWarning ? '#F43530' : '#09BB07') : text('color');
      host.style.cssText = `font-size:${number('size')}px;color:${color}`;
    });
  },
};

export const slider: BuiltIn = {
  tag: 'slider',
  properties: {
    min: 0,
    max: 100,
    step: 1,
    disabled: false,
    value: 0,
    color: '#e9e9e9',
    selectedColor: '#1aad19',
    activeColor: '#1aad19',
    backgroundColor: '#e9e9e9',
    blockSize: 28,
    blockColor: '#ffffff',
    showValue: false,
    name: '',
  },
  create({ host, render, number, text, flag, write, emit }) {
    const field = document.createElement('input');
    const label = document.createElement('span');
    field.type = 'range';
    host.append(field, label);
    render(
      ['min', 'max', 'step', 'value', 'disabled', 'showValue', 'activeColor', 'backgroundColor'],
      () => {
        field.min = text('min');
        field.max = text('max');
        field.step = text('step');
        field.disabled = flag('disabled');
        field.value = text('value');
        field.style.accentColor = text('activeColor');
        label.textContent = flag('showValue') ? text('value') : '';
      },
    );
    field.addEventListener('input', (event) => {
      event.stopPropagation();
      write('value', Number(field.value));
      emit('changing', { value: number('value') });
    });
    field.addEventListener('change', (event) => {
      event.stopPropagation();
      emit('change', { value: number('value') });
    });
  },
};

/** The drawing surface of the browser; pages reach it through `createSelectorQuery().node()`. */
export const canvas: BuiltIn = {
  tag: 'canvas',
  properties: { type: '', canvasId: '', disableScroll: false },
  create({ host }) {
    host.append(document.createElement('canvas'));
  },
};
