import type { BuiltIn, Control } from './built-in';

export const text: BuiltIn = {
  tag: 'text',
  create({ host, render, flag, text: value }) {
    render(['selectable', 'userSelect'], () =>
      host.toggleAttribute('selectable', flag('selectable') || flag('userSelect')),
    );
    render(['space'], () => (host.style.whiteSpace = value('space') === '' ? '' : 'pre-wrap'));
  },
};

type RichNode = {
  name?: string;
  type?: string;
  text?: string;
  attrs?: Record<string, string>;
  children?: RichNode[];
};

/**
 * The content of a `<rich-text>`: markup as a string, or a tree of nodes. As on a phone, scripts and handlers are
 * dropped.
 */
export const richText: BuiltIn = {
  tag: 'rich-text',
  create({ host, render, get, text: value }) {
    render(['space'], () => (host.style.whiteSpace = value('space') === '' ? '' : 'pre-wrap'));
    render(['nodes'], () => {
      const nodes = get('nodes');
      host.replaceChildren(
        ...(typeof nodes === 'string'
          ? fromMarkup(nodes)
          : ((nodes ?? []) as RichNode[]).map(toNode)),
      );
    });
  },
};

function fromMarkup(markup: string): Node[] {
  const { body } = new DOMParser().parseFromString(markup, 'text/html');
  for (const element of body.querySelectorAll('*')) {
    if (/^(script|iframe|object|embed|link|style)$/i.test(element.tagName)) element.remove();
    for (const { name } of [...element.attributes])
      if (name.startsWith('on')) element.removeAttribute(name);
  }
  return [...body.childNodes];
}

function toNode({ name, type, text: content, attrs = {}, children = [] }: RichNode): Node {
  if (type === 'text' || name === undefined) return document.createTextNode(content ?? '');
  const element = document.createElement(
    /^[a-z][a-z0-9]*$/.test(name) && name !== 'script' ? name : 'span',
  );
  for (const [key, value] of Object.entries(attrs))
    if (!key.startsWith('on')) element.setAttribute(key, value);
  element.append(...children.map(toNode));
  return element;
}

/** `<navigator>`: a tap calls the navigation API. */
export const navigator: BuiltIn = {
  tag: 'navigator',
  create(control) {
    control.node.addListener('tap', () => navigate(control));
  },
};

const verbs: Record<string, string> = {
  navigate: 'navigateTo',
  redirect: 'redirectTo',
  switchTab: 'switchTab',
  reLaunch: 'reLaunch',
  navigateBack: 'navigateBack',
};

function navigate({ text: value, number, emit }: Control): void {
  const verb = verbs[value('openType')];
  if (verb === undefined) {
    console.error(`[simulator] <navigator open-type="${value('openType')}"> is not built`);
    return;
  }
  const wx = (globalThis as unknown as { wx: Record<string, (options: object) => unknown> }).wx;
  wx[verb]?.({
    url: value('url'),
    delta: number('delta'),
    success: () => emit('success'),
    fail: (failure: object) => emit('fail', failure),
  });
}
