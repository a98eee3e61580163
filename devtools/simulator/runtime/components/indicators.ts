import type { BuiltIn } from './built-in';
import { createCanvas } from './canvas-node';
import { toPx } from './length';

export const progress: BuiltIn = {
  tag: 'progress',
  create({ host, render, number, text, flag, get, emit }) {
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
        'borderRadius',
        'fontSize',
      ],
      () => {
        const percent = Math.min(100, Math.max(0, number('percent')));
        track.style.cssText = `height:${number('strokeWidth')}px;background:${text('backgroundColor')};border-radius:${toPx(get('borderRadius'))}px`;
        bar.style.cssText = `width:${percent}%;background:${text('activeColor') || text('color')};transition:width ${flag('active') ? percent * number('duration') : 0}ms linear`;
        label.textContent = flag('showInfo') ? `${percent}%` : '';
        label.style.fontSize = `${toPx(get('fontSize'))}px`;
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
  create({ host, render, number, text, flag, write, emit }) {
    const field = document.createElement('input');
    const label = document.createElement('span');
    field.type = 'range';
    host.append(field, label);
    render(['min', 'max', 'step', 'value', 'disabled', 'showValue'], () => {
      field.min = text('min');
      field.max = text('max');
      field.step = text('step');
      field.disabled = flag('disabled');
      field.value = text('value');
      label.textContent = flag('showValue') ? text('value') : '';
      const share = (number('value') - number('min')) / (number('max') - number('min') || 1);
      host.style.setProperty('--phone-share', `${Math.min(1, Math.max(0, share)) * 100}%`);
    });
    render(
      ['activeColor', 'selectedColor', 'backgroundColor', 'color', 'blockColor', 'blockSize'],
      () => {
        const { style } = host;
        // `selectedColor` and `color` are the older names.
        style.setProperty('--phone-active-color', text('activeColor') || text('selectedColor'));
        style.setProperty('--phone-track-color', text('backgroundColor') || text('color'));
        style.setProperty('--phone-block-color', text('blockColor'));
        style.setProperty(
          '--phone-block-size',
          `${Math.min(28, Math.max(12, number('blockSize')))}px`,
        );
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

/** A browser canvas; pages access it through `createSelectorQuery().node()`. */
export const canvas: BuiltIn = {
  tag: 'canvas',
  create({ host }) {
    host.append(createCanvas());
  },
};
