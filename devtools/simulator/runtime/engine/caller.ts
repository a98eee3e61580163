import type { GeneralComponent } from 'glass-easel';

/** `this` of a page or component. */
export type Caller = {
  _$: GeneralComponent;
  is: string;
  data: Record<string, unknown>;
  setData(data: Record<string, unknown>, callback?: () => void): void;
} & Record<string, unknown>;
