import type { BuiltIn } from './built-in';

const swipeShare = 0.2;
const easings: Record<string, string> = {
  default: 'ease',
  linear: 'linear',
  easeInCubic: 'cubic-bezier(0.32, 0, 0.67, 0)',
  easeOutCubic: 'cubic-bezier(0.33, 1, 0.68, 1)',
  easeInOutCubic: 'cubic-bezier(0.65, 0, 0.35, 1)',
};

export const swiperItem: BuiltIn = {
  tag: 'swiper-item',
  create({ host, render, text }) {
    render(['itemId'], () => (host.dataset.itemId = text('itemId')));
  },
};

/** Items are laid out in a row or a column; a transform moves it. */
export const swiper: BuiltIn = {
  tag: 'swiper',
  create(control) {
    const { host, render, flag, number, text, emit, write, onAttached, onDetached } = control;
    const dots = document.createElement('div');
    dots.className = 'wx-swiper-dots';
    let current = 0;
    let timer = 0;
    const items = (): HTMLElement[] =>
      [...host.querySelectorAll<HTMLElement>('wx-swiper-item')].filter(
        (item) => item.closest('wx-swiper') === host,
      );
    const itemIds = (): (string | undefined)[] => items().map((item) => item.dataset.itemId);
    const vertical = (): boolean => flag('vertical');

    const layout = (shift = 0, animated = false): void => {
      const all = items();
      const axis = vertical() ? 'Y' : 'X';
      const many = Math.max(1, number('displayMultipleItems'));
      all.forEach((item, index) => {
        const offset = (index - current) * 100 + shift * 100;
        item.style.transition = animated
          ? `transform ${number('duration')}ms ${easings[text('easingFunction')] ?? 'ease'}`
          : 'none';
        item.style.transform = `translate${axis}(${offset}%)`;
        item.style[vertical() ? 'height' : 'width'] = `${100 / many}%`;
      });
      host.style.padding = vertical()
        ? `${text('previousMargin')} 0 ${text('nextMargin')}`
        : `0 ${text('nextMargin')} 0 ${text('previousMargin')}`;
      drawDots(all.length);
    };
    const drawDots = (count: number): void => {
      dots.hidden = !flag('indicatorDots');
      dots.toggleAttribute('vertical', vertical());
      dots.replaceChildren(
        ...Array.from({ length: count }, (_, index) => {
          const dot = document.createElement('i');
          dot.style.background = text(
            index === current ? 'indicatorActiveColor' : 'indicatorColor',
          );
          return dot;
        }),
      );
    };
    const go = (index: number, source: '' | 'touch' | 'autoplay'): void => {
      const count = items().length;
      if (count === 0) return;
      const target = flag('circular')
        ? (index + count) % count
        : Math.min(Math.max(index, 0), count - 1);
      const changed = target !== current;
      current = target;
      layout(0, true);
      if (!changed) return;
      if (source !== '') {
        write('current', target);
        write('currentItemId', itemIds()[target] ?? '');
      }
      const detail = { current: target, currentItemId: itemIds()[target] ?? '', source };
      emit('change', detail);
      setTimeout(() => emit('animationfinish', detail), number('duration'));
    };
    const play = (): void => {
      clearInterval(timer);
      if (flag('autoplay'))
        timer = window.setInterval(() => go(current + 1, 'autoplay'), number('interval'));
    };

    render(['current'], () => go(number('current'), ''));
    render(['currentItemId'], () => {
      const index = itemIds().indexOf(text('currentItemId'));
      if (text('currentItemId') !== '' && index >= 0) go(index, '');
    });
    render(['autoplay', 'interval'], play);
    render(
      [
        'indicatorDots',
        'indicatorColor',
        'indicatorActiveColor',
        'vertical',
        'previousMargin',
        'nextMargin',
        'displayMultipleItems',
      ],
      () => layout(),
    );
    const watcher = new MutationObserver((records) => {
      // Ignore mutations that are caused by drawing the dots.
      if (!records.every(({ target }) => dots.contains(target))) layout();
    });
    onAttached(() => {
      host.append(dots);
      current = Math.min(number('current'), Math.max(0, items().length - 1));
      layout();
      watcher.observe(host, { childList: true, subtree: true });
    });
    onDetached(() => {
      clearInterval(timer);
      watcher.disconnect();
    });
    listenToSwipes();

    function listenToSwipes(): void {
      let start: { x: number; y: number } | undefined;
      let shift = 0;
      let isAcross = false;
      host.addEventListener(
        'touchstart',
        ({ touches: [touch] }) => {
          if (flag('disableTouch') || touch === undefined) return;
          start = { x: touch.clientX, y: touch.clientY };
          shift = 0;
          isAcross = false;
          clearInterval(timer);
        },
        { passive: true },
      );
      host.addEventListener(
        'touchmove',
        (event) => {
          const [touch] = event.touches;
          if (start === undefined || touch === undefined) return;
          const [x, y] = [touch.clientX - start.x, touch.clientY - start.y];
          const [along, across] = vertical() ? [y, x] : [x, y];
          if (!isAcross && Math.abs(along) < 8) return;
          if (!isAcross && Math.abs(across) > Math.abs(along)) {
            start = undefined;
            return;
          }
          isAcross = true;
          event.preventDefault();
          shift = along / (vertical() ? host.clientHeight : host.clientWidth);
          layout(shift);
        },
        { passive: false },
      );
      for (const type of ['touchend', 'touchcancel']) {
        host.addEventListener(type, () => {
          if (start === undefined) return;
          start = undefined;
          const step = Math.abs(shift) > swipeShare ? -Math.sign(shift) : 0;
          go(current + step, 'touch');
          play();
        });
      }
    }
  },
};
