import type { AppDefinition, UnitDefinition } from '../../definition';

const units = new Map<string, UnitDefinition>();
let definition: AppDefinition | undefined;
let instance: Record<string, unknown> = {};

/** The definitions in the app's bundle. */
export const appStore = {
  load(app: AppDefinition, list: UnitDefinition[]): void {
    definition = app;
    for (const unit of list) units.set(unit.id, unit);
  },

  get app(): AppDefinition {
    if (definition === undefined) throw new Error('the bundle of the app did not run');
    return definition;
  },

  /** The title of the app's window, which serves as its name. */
  get title(): string {
    const { navigationBarTitleText: title } = appStore.app.window;
    return typeof title === 'string' ? title : '小程序';
  },

  unit: (id: string): UnitDefinition | undefined => units.get(id),

  /** The object that app.ts passed to `App()`, and that `getApp()` returns. */
  get instance(): Record<string, unknown> {
    return instance;
  },

  set instance(options: Record<string, unknown>) {
    instance = options;
  },
};
