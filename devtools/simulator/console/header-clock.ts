import { element } from '../dom';
import { local, momentOf, showMoment } from './local';

const tickMs = 1000;
/** The poll interval: the clock may be set in another window or by the control API. */
const readMs = 10_000;

/** Shows the business time; a click opens the page that sets it. */
export function headerClock(): HTMLElement {
  const link = element('a', 'head-clock');
  link.href = '#clock';
  let aheadMs = 0;
  let isSet = false;
  const draw = (): void => {
    const now = showMoment(new Date(Date.now() + aheadMs));
    link.textContent = `业务时间 ${now}`;
    link.toggleAttribute('data-set', isSet);
  };
  const read = async (): Promise<void> => {
    const { now, offsetMs } = await local<{ now: unknown; offsetMs: number }>('GET', 'clock');
    aheadMs = (momentOf(now)?.getTime() ?? Date.now()) - Date.now();
    isSet = offsetMs !== 0;
    draw();
  };
  draw();
  void read().catch(() => undefined);
  setInterval(draw, tickMs);
  setInterval(() => void read().catch(() => undefined), readMs);
  addEventListener('clock-set', () => void read().catch(() => undefined));
  return link;
}
