/** Turns mouse input into touches, and dragging into scrolling. Does nothing on a device with real touches. */
export function emulateTouches(): void {
  let pressed: { target: Element; last: Touch } | undefined;
  const capture = { capture: true };

  document.addEventListener(
    'mousedown',
    (event) => {
      if (event.button !== 0 || !(event.target instanceof Element)) return;
      pressed = { target: event.target, last: toTouch(event, event.target) };
      send('touchstart', pressed.target, pressed.last, true);
    },
    capture,
  );
  document.addEventListener(
    'mousemove',
    (event) => {
      if (pressed === undefined) return;
      const touch = toTouch(event, pressed.target);
      const prevented = send('touchmove', pressed.target, touch, true);
      if (!prevented && !isEditable(pressed.target)) {
        drag(
          pressed.target,
          pressed.last.clientX - touch.clientX,
          pressed.last.clientY - touch.clientY,
        );
      }
      pressed.last = touch;
    },
    capture,
  );
  document.addEventListener('mouseup', () => release('touchend'), capture);
  window.addEventListener('blur', () => release('touchcancel'));
  document.addEventListener('dragstart', (event) => event.preventDefault());

  function release(type: 'touchend' | 'touchcancel'): void {
    if (pressed === undefined) return;
    const { target, last } = pressed;
    pressed = undefined;
    send(type, target, last, false);
  }
}

function toTouch(event: MouseEvent, target: Element): Touch {
  const { clientX, clientY, screenX, screenY, pageX, pageY } = event;
  return new Touch({ identifier: 1, target, clientX, clientY, screenX, screenY, pageX, pageY });
}

/** True when a handler prevented the default. */
function send(type: string, target: Element, touch: Touch, isDown: boolean): boolean {
  const touches = isDown ? [touch] : [];
  const init = {
    bubbles: true,
    cancelable: true,
    composed: true,
    touches,
    targetTouches: touches,
    changedTouches: [touch],
  };
  return !target.dispatchEvent(new TouchEvent(type, init));
}

function drag(target: Element, x: number, y: number): void {
  scrollable(target, 'x')?.scrollBy(x, 0);
  scrollable(target, 'y')?.scrollBy(0, y);
}

function scrollable(start: Element, axis: 'x' | 'y'): Element | undefined {
  for (let element: Element | null = start; element !== null; element = element.parentElement) {
    const style = getComputedStyle(element);
    const overflow = axis === 'x' ? style.overflowX : style.overflowY;
    const room =
      axis === 'x'
        ? element.scrollWidth > element.clientWidth
        : element.scrollHeight > element.clientHeight;
    if (room && (overflow === 'auto' || overflow === 'scroll')) return element;
  }
  return undefined;
}

function isEditable(target: Element): boolean {
  return target.closest('input, textarea') !== null;
}
