import { CurrentWindowBackendContext, type Element as NodeElement } from 'glass-easel';
import { isBuiltInTag } from '../../tags';
import { toBrowserLengths } from '../../lengths';

/** The DOM element of a node of the component framework. */
export type HostElement = HTMLElement & { __wxElement?: NodeElement };

/**
 * Extends the framework's browser backend by what WeChat's tags need: tag names that HTML does not have, rpx lengths in
 * inline styles, a single style sheet (made by the build), and events that come from `gestures.ts`.
 */
export class PhoneBackend extends CurrentWindowBackendContext {
  override document = {
    createElement: createHost,
    createTextNode: (content: string) => document.createTextNode(content),
    createDocumentFragment: () => document.createDocumentFragment(),
  } as unknown as CurrentWindowBackendContext['document'];

  constructor(private readonly themeOf: () => string) {
    super();
  }

  override registerStyleSheetContent(): void {
    // The sheets of all components are in app.css, in order of precedence.
  }

  override appendStyleSheetPath(): number {
    return 0;
  }

  override onEvent(): void {
    // gestures.ts dispatches events: the framework's own listeners would cancel the touches of the whole document as
    // soon as one component catches `touchmove`.
  }

  override setListenerStats(): void {
    // See onEvent.
  }

  override getTheme(): string {
    return this.themeOf();
  }
}

function createHost(name: string): HTMLElement {
  const host = document.createElement(tagNameOf(name));
  const setAttribute = host.setAttribute.bind(host);
  host.setAttribute = (attribute, value) => {
    setAttribute(attribute, attribute === 'style' ? toBrowserLengths(value) : value);
  };
  return host;
}

/** Keeps WeChat's `<button>` or `<dialog>` from becoming the HTML element of the same name. */
function tagNameOf(name: string): string {
  if (isBuiltInTag(name)) return `wx-${name}`;
  return name === 'page' || name.includes('-') ? name : `wx-${name}`;
}

/** The node of the framework that contains an element of the document. */
export function nodeOf(target: EventTarget | null): NodeElement | undefined {
  let element = target instanceof Node ? (target as HostElement | null) : null;
  while (element !== null && element.__wxElement === undefined) {
    element = element.parentNode as HostElement | null;
  }
  return element?.__wxElement;
}

/** The element of a node; null for virtual nodes. */
export function hostOf(node: NodeElement): HTMLElement | null {
  return node.$$ as unknown as HTMLElement | null;
}
