import { nodeOf } from './backend';
import { dispatch } from './events';
import { pageOrigin } from '../phone/geometry';

/** Roles that a keyboard reaches and works; on a phone, the screen reader does. */
const operable = [
  ...['button', 'link', 'checkbox', 'radio', 'switch', 'tab', 'slider'],
  ...['menuitem', 'menuitemcheckbox', 'menuitemradio', 'option'],
];
const groups: Record<string, string> = { radio: 'radiogroup', tab: 'tablist' };
const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export const isOperable = (role: string): boolean => operable.includes(role);

/**
 * The keys of a computer on the controls of a page: Enter and the space bar tap, the menu key is a long press, arrows
 * walk through the radios or tabs of a group.
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

/** A press in the middle of an element, by no finger. */
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
