import { element, tapTarget } from '../dom';
import { local, momentOf, showMoment } from './local';
import { act, page, type Section } from './parts';

type Clock = { now: unknown; offsetMs: number };

const hourMs = 3_600_000;
const steps: [string, number][] = [
  ['前进 1 小时', hourMs],
  ['前进 1 天', 24 * hourMs],
  ['前进 30 天', 30 * 24 * hourMs],
];

export const clock: Section = {
  id: 'clock',
  title: '时钟',
  async open() {
    const now = element('div', 'clock');
    const offset = element('p', 'hint');
    let current = await local<Clock>('GET', 'clock');
    const draw = (clockNow: Clock): void => {
      current = clockNow;
      dispatchEvent(new Event('clock-set'));
      now.textContent = showMoment(momentOf(clockNow.now) ?? new Date());
      offset.textContent =
        clockNow.offsetMs === 0
          ? '与本机时间一致'
          : `比本机${clockNow.offsetMs > 0 ? '快' : '慢'} ${Math.abs(clockNow.offsetMs / hourMs).toFixed(1)} 小时`;
    };
    const set = (body: object): void => {
      void act(async () => draw(await local<Clock>('PUT', 'clock', body)), '时间已调整');
    };
    const field = element('input', 'field');
    field.type = 'datetime-local';
    field.setAttribute('aria-label', '设为（北京时间）');
    field.addEventListener('change', () => {
      if (field.value !== '') set({ now: new Date(`${field.value}:00+08:00`).toISOString() });
    });
    draw(current);
    return page(
      '时钟',
      '云函数、定时器和手机共用的时间，按北京时间显示。',
      now,
      offset,
      element(
        'div',
        'bar',
        field,
        ...steps.map(([label, byMs]) =>
          tapTarget('action', label, () => set({ offsetMs: current.offsetMs + byMs })),
        ),
        tapTarget('action', '恢复', () => set({ offsetMs: 0 })),
      ),
    );
  },
};
