import { nodeOf } from './backend';
import { dispatch } from './events';
import { pageOrigin } from '../phone/geometry';

/** Roles that can be focused and operated with the keyboard; on a phone, the screen reader operates them. */
const operable = [
  ...['button', 'link', 'checkbox', 'radio', 'switch', 'tab', 'slider'],
  ...['menuitem', 'menuitemcheckbox', 'menuitemradio', 'option'],
];
const groups: Record<string, string> = { radio: 'radiogroup', tab: 'tablist' };
const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export const isOperable = (role: string): boolean => operable.includes(role);

/**
 * Operates a page's controls with the keyboard: Enter and space tap, the menu key is a long press, and arrow keys move
 * through the radios or tabs of a group.
 */
export function listenToKeys(): void {
  document.addEventListener('keydown', (event) => {
    const { target, key, ctrlKey, metaKey, altKey } = event;
    if (!(target instanceof HTMLElement) || ctrlKey || metaKey || altKey) return;
    if (!isOperable(target.getAttribute('role') ?? '') || nodeOf(target) === undefined) return;
    if (target.closest('page') === null) return;
    if (key === 'Enter' || key === ' ') {
      if (!event.repeat) press(target, 'tap');
    } else if (key === 'ContextMenu') press(target, 'longpress');
    else if (!walk(target, steps[key] ?? 0)) return;
    event.preventDefault();
  });
}

/** Simulates a press in the middle of an element, without a touch. */
export function press(element: HTMLElement, type: 'tap' | 'longpress'): void {
  const node = nodeOf(element);
  if (node === undefined) return;
  const box = element.getBoundingClientRect();
  const origin = pageOrigin(element);
  const clientX = box.left + box.width / 2 - origin.left;
  const clientY = box.top + box.height / 2 - origin.top;
  const touch = { identifier: 0, clientX, clientY, pageX: clientX, pageY: clientY };
  dispatch(
    node,
    type,
    { x: clientX, y: clientY + origin.scrollTop },
    { bubbles: true, touches: [], changedTouches: [touch] },
  );
}

/** Moves the focus to a neighbour in the group; false when there is none. */
function walk(from: HTMLElement, step: number): boolean {
  const role = from.getAttribute('role') ?? '';
  const group = from.closest(`[role="${groups[role] ?? 'none'}"]`);
  if (step === 0 || group === null) return false;
  const members = [...group.querySelectorAll<HTMLElement>(`[role="${role}"][tabindex="0"]`)];
  const next = members[(members.indexOf(from) + step + members.length) % members.length];
  next?.focus();
  return next !== undefined;
}
