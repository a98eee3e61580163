import type { AppDefinition, UnitDefinition } from '../../definition';

const units = new Map<string, UnitDefinition>();
let definition: AppDefinition | undefined;
let instance: Record<string, unknown> = {};

/** What the bundle of the app brought along. */
export const appStore = {
  load(app: AppDefinition, list: UnitDefinition[]): void {
    definition = app;
    for (const unit of list) units.set(unit.id, unit);
  },

  get app(): AppDefinition {
    if (definition === undefined) throw new Error('the bundle of the app did not run');
    return definition;
  },

  /** The name of the app, as its window says. */
  get title(): string {
    const { navigationBarTitleText: title } = appStore.app.window;
    return typeof title === 'string' ? title : '小程序';
  },

  unit: (id: string): UnitDefinition | undefined => units.get(id),

  /** What app.ts gave to `App()`; the same object is answered by `getApp()`. */
  get instance(): Record<string, unknown> {
    return instance;
  },

  set instance(options: Record<string, unknown>) {
    instance = options;
  },
};
