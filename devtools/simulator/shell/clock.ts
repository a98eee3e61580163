import { element, tapTarget } from '../dom';
import type { Phone } from './phone';

/** Controls the local cloud's clock, which functions, timers and the phone share. */
export function clockControl(phone: Phone): HTMLElement {
  const field = element('input', 'field');
  field.type = 'datetime-local';
  field.setAttribute('aria-label', '云端时间（北京时间）');
  const set = async (body: object): Promise<void> => {
    await fetch('/local/clock', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    phone.restart();
  };
  field.addEventListener('change', () => {
    if (field.value !== '') void set({ now: new Date(`${field.value}:00+08:00`).toISOString() });
  });
  return element(
    'div',
    'control',
    element('span', 'control-label', '时间（北京）'),
    field,
    element(
      'div',
      'buttons',
      tapTarget('action', '调到 23:59:50', () => void set({ now: beforeMidnight() })),
      tapTarget('action', '恢复', () => {
        field.value = '';
        void set({ offsetMs: 0 });
      }),
    ),
  );
}

/** Ten seconds before the next business day in Beijing. */
function beforeMidnight(): string {
  const beijingMs = 8 * 3_600_000;
  const dayMs = 24 * 3_600_000;
  const nextDay = (Math.floor((Date.now() + beijingMs) / dayMs) + 1) * dayMs;
  return new Date(nextDay - beijingMs - 10_000).toISOString();
}
