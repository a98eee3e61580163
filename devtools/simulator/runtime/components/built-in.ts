import type { Element as NodeElement, GeneralComponent } from 'glass-easel';
import { ariaAttributes, ariaProperty, commonAttributes, type TagName } from '../../tags';
import { tagDefinitions, type AttributeValue } from '../../tag-definitions';
import { hostOf } from '../engine/backend';
import { codeSpace } from '../engine/code-space';
import { isOperable, press } from '../engine/keys';
import { hoverSegment } from '../engine/style-segments';
import { followModal } from '../phone/modal-focus';
import { pageViews } from '../phone/page-views';

/** A WeChat tag and the behaviour of its element; its attributes are in `tag-definitions.ts`. */
export type BuiltIn = {
  tag: TagName;
  create?: (control: Control) => void;
};

/** The interface between a built-in component and its element. */
export type Control = {
  host: HTMLElement;
  node: GeneralComponent;
  get: (name: string) => unknown;
  text: (name: string) => string;
  flag: (name: string) => boolean;
  number: (name: string) => number;
  /** Fires an event of this tag. */
  emit: (name: string, detail?: unknown, bubbles?: boolean) => void;
  /** Stores what the user entered: `model:value` needs it, and a `setData` with the same value then changes nothing. */
  write: (name: string, value: unknown) => void;
  /** Runs the callback when the element is attached, and again when one of the attributes changes. */
  render: (names: string[], run: () => void) => void;
  onAttached: (run: () => void) => void;
  onDetached: (run: () => void) => void;
};

const controls = new WeakMap<NodeElement, Control>();
const runs = new WeakMap<
  NodeElement,
  {
    renders: Map<() => void, string[]>;
    attached: (() => void)[];
    detached: (() => void)[];
    isAttached: boolean;
  }
>();

/** Makes a tag available to all templates. */
export function registerBuiltIn({ tag, create }: BuiltIn): void {
  const space = codeSpace.getComponentSpace();
  const all: Record<string, AttributeValue> = {
    ...commonAttributes,
    ...tagDefinitions[tag].attributes,
  };
  const definition = space.defineComponent({
    is: `wx-builtin/${tag}`,
    options: { virtualHost: false },
    properties: Object.fromEntries(
      Object.entries(all).map(([name, value]) => [name, propertyOf(value)]),
    ),
    observers: Object.fromEntries(
      Object.keys(all).map((name) => [
        name,
        function (this: unknown) {
          changed(this as GeneralComponent, name);
        },
      ]),
    ),
    lifetimes: {
      created(this: unknown) {
        const control = createControl(this as GeneralComponent);
        reflectCommon(control);
        create?.(control);
      },
      attached(this: unknown) {
        const state = runs.get(this as NodeElement);
        if (state === undefined) return;
        state.isAttached = true;
        for (const run of [...state.renders.keys(), ...state.attached]) run();
      },
      detached(this: unknown) {
        for (const run of runs.get(this as NodeElement)?.detached ?? []) run();
      },
    },
  });
  space.setGlobalUsingComponent(tag, definition);
}

export function controlOf(node: NodeElement): Control | undefined {
  return controls.get(node);
}

function propertyOf(value: AttributeValue): object {
  if (value === null) return { type: null, value: null };
  const types = { string: String, number: Number, boolean: Boolean } as const;
  return { type: types[typeof value as keyof typeof types], value };
}

function changed(node: GeneralComponent, name: string): void {
  const state = runs.get(node);
  if (state?.isAttached !== true) return;
  for (const [run, names] of state.renders) if (names.includes(name)) run();
}

function createControl(node: GeneralComponent): Control {
  const host = hostOf(node);
  if (host === null) throw new Error(`${node.is} has no element`);
  const state = {
    renders: new Map<() => void, string[]>(),
    attached: [] as (() => void)[],
    detached: [] as (() => void)[],
    isAttached: false,
  };
  runs.set(node, state);
  const get = (name: string): unknown => (node.data as Record<string, unknown>)[name];
  const control: Control = {
    host,
    node,
    get,
    text: (name) => toText(get(name)),
    flag: (name) => Boolean(get(name)),
    number: (name) => Number(get(name) ?? 0),
    emit: (name, detail = {}, bubbles = false) =>
      node.triggerEvent(name, detail, { bubbles, composed: bubbles }),
    write(name, value) {
      node.replaceDataOnPath([name], value);
      node.applyDataUpdates();
    },
    render: (names, run) => void state.renders.set(run, names),
    onAttached: (run) => void state.attached.push(run),
    onDetached: (run) => void state.detached.push(run),
  };
  controls.set(node, control);
  return control;
}

const ownRoles: Record<string, string> = {
  'wx-button': 'button',
  'wx-checkbox': 'checkbox',
  'wx-navigator': 'link',
  'wx-radio': 'radio',
  'wx-radio-group': 'radiogroup',
  'wx-switch': 'switch',
};

/** Applies `hidden`, the aria attributes and `hover-class`, which work on every tag. */
function reflectCommon(control: Control): void {
  const { host, node, get, flag, number, text, render } = control;
  render(['hidden'], () => host.toggleAttribute('hidden', flag('hidden')));
  for (const name of ariaAttributes) {
    const property = ariaProperty(name);
    render([property], () => setOrRemove(host, `aria-${name}`, get(property)));
  }
  render(['role', 'ariaRole', 'tabindex', 'disabled'], () => {
    const role = get('role') ?? get('ariaRole') ?? ownRoles[host.localName];
    setOrRemove(host, 'role', role);
    const isReachable = isOperable(toText(role)) && !flag('disabled');
    setOrRemove(host, 'tabindex', get('tabindex') ?? (isReachable ? 0 : null));
  });
  followDialog(control);
  render(['animation'], () => playAnimation(host, get('animation')));

  let timer = 0;
  const hover = (isOn: boolean): void => {
    const names = text('hoverClass');
    if (names === '' || names === 'none' || flag('disabled')) return;
    for (const name of names.split(/\s+/)) node.toggleNodeClass(name, isOn, hoverSegment);
  };
  host.addEventListener(
    'touchstart',
    (event) => {
      if (event.defaultPrevented || hoverStopped.has(event)) return;
      if (flag('hoverStopPropagation')) hoverStopped.add(event);
      clearTimeout(timer);
      timer = window.setTimeout(() => hover(true), number('hoverStartTime'));
    },
    { passive: true },
  );
  for (const type of ['touchend', 'touchcancel', 'touchmove']) {
    host.addEventListener(
      type,
      () => {
        clearTimeout(timer);
        timer = window.setTimeout(
          () => hover(false),
          type === 'touchmove' ? 0 : number('hoverStayTime'),
        );
      },
      { passive: true },
    );
  }
}

/** A dialog drawn by the app takes the focus and returns it when closed; Escape acts like a tap outside of it. */
function followDialog({ host, get, render, onDetached }: Control): void {
  let modal: ReturnType<typeof followModal> | undefined;
  render(['ariaModal'], () => {
    modal?.stop();
    modal = get('ariaModal') === true ? followModal(host, () => tapBeside(host)) : undefined;
  });
  onDetached(() => modal?.stop());
}

function tapBeside(host: HTMLElement): void {
  const frame = pageViews.around(host)?.frame.getBoundingClientRect();
  if (frame === undefined) return;
  const beside = document.elementFromPoint(frame.left + frame.width / 2, frame.top + 1);
  if (beside instanceof HTMLElement && !host.contains(beside)) press(beside, 'tap');
}

const hoverStopped = new WeakSet<Event>();

function toText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

function setOrRemove(host: HTMLElement, attribute: string, value: unknown): void {
  if (value === null || value === undefined || value === '') host.removeAttribute(attribute);
  else host.setAttribute(attribute, toText(value));
}

type AnimationStep = {
  style: Record<string, string>;
  durationMs: number;
  timing: string;
  delayMs: number;
};

/** Plays the steps of `wx.createAnimation().export()` one after the other. */
function playAnimation(host: HTMLElement, animation: unknown): void {
  const steps = (animation as { steps?: AnimationStep[] } | null)?.steps ?? [];
  let startMs = 0;
  for (const { style, durationMs, timing, delayMs } of steps) {
    setTimeout(() => {
      host.style.transition = `all ${durationMs}ms ${timing} ${delayMs}ms`;
      for (const [name, value] of Object.entries(style)) host.style.setProperty(name, value);
    }, startMs);
    startMs += durationMs + delayMs;
  }
}
