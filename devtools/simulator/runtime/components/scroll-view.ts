import type { BuiltIn } from './built-in';
import { toPx } from './length';

export const scrollView: BuiltIn = {
  tag: 'scroll-view',
  create({ host, render, flag, get, text, number, emit }) {
    render(
      ['scrollX', 'scrollY', 'enableFlex', 'enhanced', 'showScrollbar', 'pagingEnabled'],
      () => {
        host.style.overflowX = flag('scrollX') ? 'auto' : 'hidden';
        host.style.overflowY = flag('scrollY') ? 'auto' : 'hidden';
        host.toggleAttribute('flex', flag('enableFlex'));
        host.toggleAttribute('bare', flag('enhanced') && !flag('showScrollbar'));
        host.style.scrollSnapType = flag('pagingEnabled')
          ? flag('scrollX')
            ? 'x mandatory'
            : 'y mandatory'
          : '';
      },
    );
    const scrollTo = (position: { top?: number; left?: number }): void =>
      host.scrollTo({ ...position, behavior: flag('scrollWithAnimation') ? 'smooth' : 'instant' });
    // Content set by the same `setData` must be laid out before scrolling to it.
    render(
      ['scrollTop'],
      () =>
        get('scrollTop') !== null &&
        requestAnimationFrame(() => scrollTo({ top: toPx(get('scrollTop')) })),
    );
    render(
      ['scrollLeft'],
      () =>
        get('scrollLeft') !== null &&
        requestAnimationFrame(() => scrollTo({ left: toPx(get('scrollLeft')) })),
    );
    render(['scrollIntoView'], () => {
      const id = text('scrollIntoView');
      if (id === '') return;
      requestAnimationFrame(() => {
        const target = host.querySelector(`#${CSS.escape(id)}`);
        if (target === null) return;
        const [box, own] = [target.getBoundingClientRect(), host.getBoundingClientRect()];
        const offset = number('scrollIntoViewOffset');
        scrollTo({
          top: host.scrollTop + (flag('scrollY') ? box.top - own.top + offset : 0),
          left: host.scrollLeft + (flag('scrollX') ? box.left - own.left + offset : 0),
        });
      });
    });

    let last = { left: 0, top: 0 };
    let upper = true;
    let lower = false;
    host.addEventListener('scroll', () => {
      const { scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight } = host;
      const moved = { deltaX: last.left - scrollLeft, deltaY: last.top - scrollTop };
      last = { left: scrollLeft, top: scrollTop };
      emit('scroll', { scrollLeft, scrollTop, scrollWidth, scrollHeight, ...moved });
      const vertical = flag('scrollY');
      const position = vertical ? scrollTop : scrollLeft;
      const rest = vertical
        ? scrollHeight - clientHeight - scrollTop
        : scrollWidth - clientWidth - scrollLeft;
      const isUpper = position <= threshold(get('upperThreshold'));
      const isLower = rest <= threshold(get('lowerThreshold'));
      if (isUpper && !upper) emit('scrolltoupper', { direction: vertical ? 'top' : 'left' });
      if (isLower && !lower) emit('scrolltolower', { direction: vertical ? 'bottom' : 'right' });
      upper = isUpper;
      lower = isLower;
    });
  },
};

function threshold(value: unknown): number {
  return value === null ? 50 : toPx(value);
}
