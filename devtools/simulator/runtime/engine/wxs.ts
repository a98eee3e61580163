import { Component, type Element as NodeElement } from 'glass-easel';
import { toBrowserLengths } from '../../lengths';
import { hostOf } from './backend';
import { toPageEvent, underlying } from './events';
import { wxsSegment } from './style-segments';

type Listener = (this: unknown, ...values: unknown[]) => unknown;
type ChangeListener = (
  this: null,
  value: unknown,
  old: unknown,
  host: NodeElement,
  node: NodeElement,
) => void;

const wxsFunctions = new WeakSet();
const states = new WeakMap<NodeElement, Record<string, unknown>>();

/** The object that compiled templates and WXS modules use as `__wxs`. */
export const wxs = {
  /** Implements `value.constructor`, which is a string in WXS. */
  kindOf(value: unknown): string {
    return Object.prototype.toString.call(value).slice(8, -1);
  },

  getRegExp: (source: string, flags?: string) => new RegExp(source, flags),

  getDate: (...values: unknown[]) => Reflect.construct(Date, values) as Date,

  /** Marks the functions of a module: as event handlers they receive different arguments than functions of pages. */
  mark(exported: unknown): unknown {
    if (typeof exported !== 'object' || exported === null) return exported;
    for (const value of Object.values(exported as Record<string, unknown>)) {
      if (typeof value === 'function') wxsFunctions.add(value);
    }
    return exported;
  },

  /** Calls an event handler of a template. */
  handleEvent(
    owner: NodeElement,
    event: Parameters<typeof toPageEvent>[0],
    listener: Listener,
  ): boolean | undefined {
    const pageEvent = toPageEvent(event);
    const caller: unknown = Component.isComponent(owner) ? owner.getMethodCaller() : owner;
    const result = wxsFunctions.has(listener)
      ? listener(
          { ...pageEvent, instance: describeNode(underlying(event.currentTarget)) },
          describeNode(underlying(owner)),
        )
      : listener.call(caller, pageEvent);
    return result === false ? false : undefined;
  },

  /** As on a phone, `change:property` handlers run after the tree is attached. */
  deferChange(listener: ChangeListener): ChangeListener {
    return (value, old, host, node) => {
      queueMicrotask(() => {
        (listener as Listener).call(
          null,
          value,
          old,
          describeNode(underlying(host)),
          describeNode(underlying(node)),
        );
      });
    };
  },
};

/** The `ComponentDescriptor` of WXS. */
function describeNode(node: NodeElement | undefined): Record<string, unknown> | null {
  if (node === undefined) return null;
  const host = (): HTMLElement | null => hostOf(node);
  const query = (selector: string): NodeElement[] =>
    (Component.isComponent(node)
      ? node.getShadowRoot()?.querySelectorAll(selector)
      : node.querySelectorAll(selector)) ?? [];
  const descriptor = {
    selectComponent: (selector: string) => describeNode(query(selector)[0]),
    selectAllComponents: (selector: string) => query(selector).map(describeNode),
    setStyle(style: string | Record<string, string>) {
      const text =
        typeof style === 'string'
          ? style
          : Object.entries(style)
              .map((pair) => pair.join(':'))
              .join(';');
      node.setNodeStyle(toBrowserLengths(text), wxsSegment);
      return descriptor;
    },
    addClass(names: string) {
      for (const name of names.split(/\s+/)) node.toggleNodeClass(name, true, wxsSegment);
      return descriptor;
    },
    removeClass(names: string) {
      for (const name of names.split(/\s+/)) node.toggleNodeClass(name, false, wxsSegment);
      return descriptor;
    },
    hasClass: (name: string) =>
      node.classList?.contains(name, wxsSegment) === true ||
      node.classList?.contains(name) === true,
    getDataset: () => node.dataset as unknown,
    getState() {
      const state = states.get(node) ?? {};
      states.set(node, state);
      return state;
    },
    callMethod(name: string, argument: unknown) {
      if (!Component.isComponent(node)) return;
      const caller = node.getMethodCaller() as unknown as Record<string, Listener | undefined>;
      caller[name]?.(argument);
    },
    triggerEvent: (name: string, detail: unknown) => node.triggerEvent(name, detail),
    requestAnimationFrame: (callback: () => void) => requestAnimationFrame(callback),
    setTimeout: (callback: () => void, delayMs: number) => setTimeout(callback, delayMs),
    clearTimeout: (timer: number) => clearTimeout(timer),
    getBoundingClientRect: () => host()?.getBoundingClientRect().toJSON() as unknown,
    getComputedStyle(names: string[]) {
      const element = host();
      const style = element === null ? undefined : getComputedStyle(element);
      return Object.fromEntries(
        names.map((name) => [name, style?.getPropertyValue(dashed(name)) ?? '']),
      );
    },
  };
  return descriptor;
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
