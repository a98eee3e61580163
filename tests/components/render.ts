import { join } from 'node:path';
import simulate from 'miniprogram-simulate';

const root = join(__dirname, '../../miniprogram');

/** The parts of a miniprogram-simulate component that the tests use; its own typings lack the events. */
export type RenderedComponent = {
  dom: HTMLElement;
  data: Record<string, unknown>;
  instance: { triggerEvent(name: string, detail: object): void };
  attach(parent: HTMLElement): void;
  setData(change: object): void;
  querySelector(selector: string): RenderedComponent | undefined;
  querySelectorAll(selector: string): RenderedComponent[];
  dispatchEvent(name: string): void;
  addEventListener(name: string, listener: (event: { detail: unknown }) => void): void;
};

/** The framework compiles a component once per test file; loading the same path again finds nothing. */
const loaded = new Map<string, string>();

/** Renders a component of `miniprogram/components/`, or of a package by its path there, into a document. */
export function render(name: string, properties: Record<string, unknown>): RenderedComponent {
  const path = join(root, name.includes('/') ? 'packages' : 'components', name, 'index');
  const id = loaded.get(path) ?? simulate.load(path, { rootPath: root });
  loaded.set(path, id);
  const component = simulate.render(id, properties) as unknown as RenderedComponent;
  component.attach(document.createElement('div'));
  return component;
}

/** The visible text of the component. */
export function textOf(component: RenderedComponent): string {
  return component.dom.textContent.replace(/\s+/g, ' ').trim();
}

/** The n-th matching element; throws if it is missing. */
export function find(component: RenderedComponent, selector: string, place = 0): RenderedComponent {
  const element = component.querySelectorAll(selector)[place];
  if (!element) throw new Error(`there is no ${selector} in ${component.dom.outerHTML}`);
  return element;
}

/** Taps the element and waits for the event, which the framework dispatches late. */
export async function tap(
  component: RenderedComponent,
  selector: string,
  place = 0,
): Promise<void> {
  find(component, selector, place).dispatchEvent('tap');
  await simulate.sleep(20);
}

/** The details of every event of that name from now on. */
export function listen(component: RenderedComponent, name: string): unknown[] {
  const details: unknown[] = [];
  component.addEventListener(name, ({ detail }) => details.push(detail));
  return details;
}
