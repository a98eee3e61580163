import { Component, Event, type Element as NodeElement } from 'glass-easel';
import { hostOf } from './backend';
import { pageOrigin } from '../phone/geometry';

export type Touch = {
  identifier: number;
  pageX: number;
  pageY: number;
  clientX: number;
  clientY: number;
};

/** An event as a page's handler receives it. */
export type PageEvent = {
  type: string;
  timeStamp: number;
  target: EventNode;
  currentTarget: EventNode;
  mark: Record<string, unknown>;
  detail: unknown;
  touches?: Touch[];
  changedTouches?: Touch[];
};

export type EventNode = {
  id: string;
  dataset: Record<string, unknown>;
  offsetLeft: number;
  offsetTop: number;
};

/** What the framework passes to a listener: `target` is a node or a component's method caller. */
type RawEvent = {
  type: string;
  timeStamp: number;
  target: unknown;
  currentTarget: unknown;
  mark: Record<string, unknown> | null;
  detail: unknown;
  touches?: Touch[];
  changedTouches?: Touch[];
};

export type DispatchResult = {
  /** A handler caught the event, so the browser's default must be prevented. */
  prevented: boolean;
  handled: boolean;
};

type DispatchOptions = {
  bubbles: boolean;
  composed?: boolean;
  touches?: Touch[];
  changedTouches?: Touch[];
};

export function dispatch(
  node: NodeElement,
  type: string,
  detail: unknown,
  options: DispatchOptions,
): DispatchResult {
  let handled = false;
  const { bubbles, composed = bubbles, touches, changedTouches } = options;
  const event = new Event(type, detail, {
    bubbles,
    composed,
    capturePhase: true,
    extraFields: touches === undefined ? {} : { touches, changedTouches },
    handleListenerReturn: (result) => {
      handled = true;
      return result === false ? false : undefined;
    },
  });
  Event.dispatchEvent(node, event);
  return { prevented: event.defaultPrevented(), handled };
}

/** Converts an event to the plain object that it is on a phone. */
export function toPageEvent(raw: RawEvent): PageEvent {
  const { type, timeStamp, detail, mark, touches, changedTouches } = raw;
  return {
    type,
    timeStamp,
    target: describe(raw.target),
    currentTarget: describe(raw.currentTarget),
    mark: mark ?? {},
    detail: detail ?? {},
    ...(touches === undefined ? {} : { touches, changedTouches }),
  };
}

function describe(target: unknown): EventNode {
  const node = underlying(target);
  const host = node === undefined ? null : hostOf(node);
  const origin = pageOrigin(host);
  const box = host?.getBoundingClientRect();
  return {
    id: node?.id ?? '',
    dataset: { ...node?.dataset },
    offsetLeft: box === undefined ? 0 : box.left - origin.left,
    offsetTop: box === undefined ? 0 : box.top - origin.top,
  };
}

/** The node behind a method caller. */
export function underlying(target: unknown): NodeElement | undefined {
  if (typeof target !== 'object' || target === null) return undefined;
  const component = (target as { _$?: unknown })._$;
  return (Component.isComponent(component) ? component : target) as NodeElement;
}
