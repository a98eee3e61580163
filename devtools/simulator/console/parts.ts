import { element, tapTarget } from '../dom';

export type Section = {
  /** The fragment of the section's URL. */
  id: string;
  title: string;
  open: () => Promise<HTMLElement>;
};

export function page(title: string, hint: string, ...children: (Node | string)[]): HTMLElement {
  return element(
    'section',
    'page',
    element('h1', '', title),
    element('p', 'hint', hint),
    ...children,
  );
}

export function empty(text: string): HTMLElement {
  return element('p', 'empty', text);
}

type Cell = Node | string;

export function table(head: string[], rows: { cells: Cell[]; onOpen?: () => void }[]): HTMLElement {
  const body = element(
    'tbody',
    '',
    ...rows.map(({ cells, onOpen }) => {
      const row = element('tr', '', ...cells.map((cell) => element('td', '', cell)));
      if (onOpen !== undefined) {
        row.className = 'openable';
        row.tabIndex = 0;
        row.addEventListener('click', onOpen);
        row.addEventListener('keydown', ({ key }) => {
          if (key === 'Enter' || key === ' ') onOpen();
        });
      }
      return row;
    }),
  );
  const header = element(
    'thead',
    '',
    element('tr', '', ...head.map((name) => element('th', '', name))),
  );
  return element('div', 'table', element('table', '', header, body));
}

export type TagKind = '' | 'ok' | 'err' | 'amber';

export function tag(text: string, kind: TagKind = ''): HTMLElement {
  return element('span', kind === '' ? 'tag' : `tag tag-${kind}`, text);
}

/** Opens a panel on the right with a title, content and buttons; returns a function that closes it. */
export function openDrawer(
  title: string,
  content: HTMLElement,
  buttons: HTMLElement[],
): () => void {
  const previous = document.activeElement;
  const close = (): void => {
    drawer.remove();
    if (previous instanceof HTMLElement && previous.isConnected) previous.focus();
  };
  const drawer = element(
    'div',
    'drawer',
    element(
      'div',
      'drawer-panel',
      element('div', 'drawer-head', element('h2', '', title), tapTarget('action', '关闭', close)),
      content,
      element('div', 'drawer-foot', ...buttons),
    ),
  );
  drawer.addEventListener('click', (event) => {
    if (event.target === drawer) close();
  });
  drawer.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
    if (event.key === 'Tab') stayInside(drawer, event);
  });
  drawer.setAttribute('role', 'dialog');
  drawer.setAttribute('aria-modal', 'true');
  drawer.setAttribute('aria-label', title);
  document.body.append(drawer);
  drawer.querySelector('button')?.focus();
  return close;
}

function stayInside(drawer: HTMLElement, event: KeyboardEvent): void {
  const all = [...drawer.querySelectorAll<HTMLElement>('button, input, textarea')];
  const [first, last] = [all[0], all.at(-1)];
  if (document.activeElement !== (event.shiftKey ? first : last)) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}

export function editor(value: unknown): HTMLTextAreaElement {
  const field = element('textarea', 'editor');
  field.spellcheck = false;
  field.value = JSON.stringify(value, null, 2);
  field.setAttribute('aria-label', 'JSON');
  return field;
}

/** Runs a button's action and shows the outcome; resolves to true on success. */
export async function act(run: () => Promise<unknown>, doneText: string): Promise<boolean> {
  try {
    await run();
    notify(doneText, 'ok');
    return true;
  } catch (error) {
    notify(error instanceof Error ? error.message : String(error), 'err');
    return false;
  }
}

export function notify(text: string, kind: 'ok' | 'err'): void {
  document.querySelector('.notice')?.remove();
  const notice = element('div', `notice notice-${kind}`, text);
  notice.setAttribute('role', 'status');
  document.body.append(notice);
  setTimeout(() => notice.remove(), 3500);
}
