import type { template } from 'glass-easel';
import type { AppDefinition, UnitDefinition } from '../../definition';
import { appStore } from './app-store';
import { toStringBehaviors } from './behaviors';
import { extendCallers } from './callers';
import { codeSpace } from './code-space';

type Templates = Record<string, template.ComponentTemplate['content'] | undefined>;
type Register = (definition: Record<string, unknown>) => unknown;
type Definers = Record<'Component' | 'Page' | 'Behavior', Register>;

const entered: string[] = [];
const defined = new Set<string>();

/** Called by the bundle before any script of the app runs. */
export function define(
  definition: { app: AppDefinition; units: UnitDefinition[] },
  templates: Templates,
): void {
  appStore.load(definition.app, definition.units);
  extendCallers();
  for (const { id, config, scope } of definition.units) {
    codeSpace.addComponentStaticConfig(
      id,
      config as Parameters<typeof codeSpace.addComponentStaticConfig>[1],
    );
    codeSpace.addStyleSheet(id, id, scope);
    const content = templates[id];
    if (content === undefined) throw new Error(`no template for ${id}`);
    const compiled = { content, groupList: templates, fallbackListenerOnNativeNode: true };
    codeSpace.addCompiledTemplate(id, compiled as template.ComponentTemplate);
  }
}

/** Called at the start of the body of a page's or component's main file. */
export function enter(id: string): void {
  entered.push(id);
}

export function leave(id: string): void {
  entered.pop();
  if (defined.has(id)) return;
  console.error(`[simulator] ${id} called neither Component() nor Page()`);
  definersOf(id).Component({});
}

/** The globals `Component`, `Page`, `Behavior` and `App` for the app's scripts. */
export function globalDefiners(): Record<string, (definition: Record<string, unknown>) => unknown> {
  return {
    Component: (definition) => register('Component', definition),
    Page: (definition) => register('Page', definition),
    Behavior: (definition) =>
      definersOf(entered.at(-1) ?? '').Behavior(toStringBehaviors(definition)),
    App: (options) => (appStore.instance = options),
  };
}

function register(kind: 'Component' | 'Page', definition: Record<string, unknown>): unknown {
  const id = entered.at(-1);
  if (id === undefined) {
    throw new Error(`${kind}() was called outside of the main file of a page or component`);
  }
  defined.add(id);
  return definersOf(id)[kind](toStringBehaviors(definition));
}

function definersOf(id: string): Definers {
  return codeSpace.componentEnv(id, (definers) => definers);
}
