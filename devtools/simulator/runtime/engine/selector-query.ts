import type { Element as NodeElement } from 'glass-easel';
import { pageOrigin } from '../phone/geometry';
import { pageViews } from '../phone/page-views';
import { hostOf } from './backend';
import type { Caller } from './caller';

type Fields = {
  id?: boolean;
  dataset?: boolean;
  mark?: boolean;
  rect?: boolean;
  size?: boolean;
  scrollOffset?: boolean;
  properties?: string[];
  computedStyle?: string[];
  node?: boolean;
  context?: boolean;
};
type Callback = (result: unknown) => void;
type Request = {
  owner: Caller | undefined;
  selector: string | null;
  isSingle: boolean;
  fields: Fields;
  callback?: Callback | undefined;
};

const rect: Fields = { id: true, dataset: true, rect: true, size: true };
const scroll: Fields = { id: true, dataset: true, scrollOffset: true };

/** `createSelectorQuery()`: reads the laid-out document; as on a phone, the results arrive asynchronously. */
export class SelectorQuery {
  private readonly requests: Request[] = [];

  constructor(private owner?: Caller) {}

  in(owner: Caller): this {
    this.owner = owner;
    return this;
  }

  select(selector: string): object {
    return this.nodes(selector, true);
  }

  selectAll(selector: string): object {
    return this.nodes(selector, false);
  }

  selectViewport(): object {
    return this.nodes(null, true);
  }

  exec(callback?: (results: unknown[]) => void): this {
    const requests = this.requests.splice(0);
    requestAnimationFrame(() => {
      const results = requests.map(resolve);
      requests.forEach((request, index) => request.callback?.(results[index]));
      callback?.(results);
    });
    return this;
  }

  private nodes(selector: string | null, isSingle: boolean): object {
    const { owner } = this;
    const add = (fields: Fields, callback?: Callback): this => {
      this.requests.push({ owner, selector, isSingle, fields, callback });
      return this;
    };
    return {
      fields: add,
      boundingClientRect: (callback?: Callback) => add(rect, callback),
      scrollOffset: (callback?: Callback) => add(scroll, callback),
      node: (callback?: Callback) => add({ node: true }, callback),
      context: (callback?: Callback) => add({ context: true }, callback),
    };
  }
}

function resolve({ owner, selector, isSingle, fields }: Request): unknown {
  if (selector === null) return viewport(fields);
  const shadowRoot = owner?._$.getShadowRoot();
  const found = shadowRoot?.querySelectorAll(selector) ?? [];
  if (!isSingle) return found.map((node) => describe(node, fields));
  return found[0] === undefined ? null : describe(found[0], fields);
}

function viewport({ rect: wantsRect, size, scrollOffset }: Fields): Record<string, unknown> {
  const view = pageViews.current();
  const box = view?.frame.getBoundingClientRect();
  const [width, height] = [box?.width ?? 0, box?.height ?? 0];
  return {
    id: '',
    dataset: {},
    ...(wantsRect === true && { left: 0, top: 0, right: width, bottom: height }),
    ...(size === true && { width, height }),
    ...(scrollOffset === true && offsets(view?.scroller)),
  };
}

function describe(node: NodeElement, fields: Fields): Record<string, unknown> {
  const host = hostOf(node);
  const result: Record<string, unknown> = {};
  if (fields.id === true) result.id = node.id;
  if (fields.dataset === true) result.dataset = { ...(node.dataset as object) };
  if (fields.mark === true) result.mark = node.collectMarks();
  if (host === null) return result;
  const box = boxOf(host);
  if (fields.rect === true)
    Object.assign(result, { left: box.left, top: box.top, right: box.right, bottom: box.bottom });
  if (fields.size === true) Object.assign(result, { width: box.width, height: box.height });
  if (fields.scrollOffset === true) Object.assign(result, offsets(host));
  const properties = (node as unknown as { data?: Record<string, unknown> }).data;
  for (const name of fields.properties ?? []) result[name] = properties?.[name];
  const style = getComputedStyle(host);
  for (const name of fields.computedStyle ?? []) {
    result[name] = style.getPropertyValue(
      name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    );
  }
  if (fields.node === true) result.node = host.querySelector('canvas');
  return result;
}

/** The box of an element in the coordinates of its page's view. */
export function boxOf(host: Element): {
  left: number;
  top: number;
  right: number;
  bottom: number;
  width: number;
  height: number;
} {
  const { left, top, right, bottom, width, height } = host.getBoundingClientRect();
  const origin = pageOrigin(host);
  return {
    left: left - origin.left,
    right: right - origin.left,
    top: top - origin.top,
    bottom: bottom - origin.top,
    width,
    height,
  };
}

function offsets(element: Element | null | undefined): Record<string, number> {
  const { scrollLeft = 0, scrollTop = 0, scrollWidth = 0, scrollHeight = 0 } = element ?? {};
  return { scrollLeft, scrollTop, scrollWidth, scrollHeight };
}
