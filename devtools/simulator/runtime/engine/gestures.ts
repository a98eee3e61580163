import type { Element as NodeElement } from 'glass-easel';
import { pageOrigin, type PageOrigin } from '../phone/geometry';
import { nodeOf } from './backend';
import { dispatch, type Touch as PageTouch } from './events';

const tapDistance = 10;
const longPressMs = 350;

type Press = { x: number; y: number; isTap: boolean; timer: number };

/**
 * Turns touches on the document into page events: touchstart … touchcancel, tap, longpress, and the ends of transitions
 * and animations.
 */
export function listenToGestures(): void {
  const presses = new Map<number, Press>();
  const active = { capture: true, passive: false };

  document.addEventListener('touchstart', (event) => forward(event, start), active);
  document.addEventListener('touchmove', (event) => forward(event, move), active);
  document.addEventListener('touchend', (event) => forward(event, end), active);
  document.addEventListener('touchcancel', (event) => forward(event, cancel), active);
  for (const type of ['transitionend', 'animationstart', 'animationiteration', 'animationend']) {
    document.addEventListener(type, (event) => {
      const node = nodeOf(event.target);
      if (node !== undefined) dispatch(node, type, {}, { bubbles: true });
    });
  }

  function forward(
    event: TouchEvent,
    gesture: (touch: Touch, node: NodeElement, lists: TouchLists) => void,
  ): void {
    const node = nodeOf(event.target);
    if (node === undefined) return;
    const origin = pageOrigin(event.target);
    const lists = {
      touches: toTouches(event.touches, origin),
      changedTouches: toTouches(event.changedTouches, origin),
    };
    const { prevented } = dispatch(node, event.type, {}, { bubbles: true, ...lists });
    if (prevented && event.type === 'touchmove' && event.cancelable) event.preventDefault();
    for (const touch of event.changedTouches) gesture(touch, node, lists);
  }

  function start(touch: Touch, node: NodeElement, lists: TouchLists): void {
    const press: Press = { x: touch.clientX, y: touch.clientY, isTap: true, timer: 0 };
    press.timer = window.setTimeout(() => {
      const detail = place(touch);
      const longPress = dispatch(node, 'longpress', detail, { bubbles: true, ...lists });
      dispatch(node, 'longtap', detail, { bubbles: true, ...lists });
      // On a phone a handled long press is not followed by a tap.
      if (longPress.handled) press.isTap = false;
    }, longPressMs);
    presses.set(touch.identifier, press);
  }

  function move(touch: Touch): void {
    const press = presses.get(touch.identifier);
    if (press === undefined || !press.isTap) return;
    if (
      Math.abs(press.x - touch.clientX) <= tapDistance &&
      Math.abs(press.y - touch.clientY) <= tapDistance
    )
      return;
    press.isTap = false;
    clearTimeout(press.timer);
  }

  function end(touch: Touch, node: NodeElement, lists: TouchLists): void {
    const press = presses.get(touch.identifier);
    cancel(touch);
    if (press?.isTap === true) dispatch(node, 'tap', place(touch), { bubbles: true, ...lists });
  }

  function cancel(touch: Touch): void {
    clearTimeout(presses.get(touch.identifier)?.timer);
    presses.delete(touch.identifier);
  }
}

type TouchLists = { touches: PageTouch[]; changedTouches: PageTouch[] };

function toTouches(list: TouchList, origin: PageOrigin): PageTouch[] {
  return [...list].map(({ identifier, clientX, clientY }) => {
    const x = clientX - origin.left;
    const y = clientY - origin.top;
    return { identifier, clientX: x, clientY: y, pageX: x, pageY: y + origin.scrollTop };
  });
}

function place(touch: Touch): { x: number; y: number } {
  const origin = pageOrigin(touch.target);
  return { x: touch.clientX - origin.left, y: touch.clientY - origin.top + origin.scrollTop };
}
