import type { GeneralComponent } from 'glass-easel';

let waiting: GeneralComponent[] = [];
let scheduled = false;

/** The framework has no `ready`; it is fired after the first layout of components that were attached together. */
export function onAttached(component: GeneralComponent): void {
  waiting.push(component);
  if (scheduled) return;
  scheduled = true;
  setTimeout(flushReady, 0);
}

/** Fires `ready` for everything attached so far, children first. */
export function flushReady(): void {
  scheduled = false;
  const components = waiting;
  waiting = [];
  for (const component of components) component.triggerLifetime('ready', []);
}
