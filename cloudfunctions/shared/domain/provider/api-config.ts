import type { Capability } from './port';

/** `chat` has its own port, because it streams; its models are configured like the others. */
export const configuredCapabilities = ['text2img', 'edit', 'tryon', 'vision', 'chat'] as const;
export type ConfiguredCapability = Capability | 'chat';

/** Where a vendor processes data. Photos of persons must not leave `cn`. */
export type Region = 'cn' | 'abroad';

/** A sync call must end within the function that makes it, with time left to record its outcome. */
export const maxSyncSeconds = 45;

/** One model of one vendor for one capability. Model ids appear nowhere else: they are retired every few weeks. */
export type ApiConfig = {
  id: string;
  /** The name of an adapter, which defines its hosts and keys. */
  provider: string;
  capability: ConfiguredCapability;
  model: string;
  /** Higher is asked first; among equals, models are drawn in proportion to `weight`. */
  priority: number;
  weight: number;
  isActive: boolean;
  mode: 'sync' | 'async';
  maxConcurrent: number;
  perMinute: number;
  /** For the answer of a sync call, or for the end of an async task. */
  deadlineSeconds: number;
  /** Our cost of one success. */
  priceFen: number;
  /** Sizes that may be ordered; empty: whatever the adapter accepts. */
  sizes: readonly string[];
  maxRefs: number;
  region: Region;
  /** Vendor parameters, passed through unchanged. */
  defaultParams: Readonly<Record<string, unknown>>;
  version: number;
  /** The latest test that an admin ran. */
  lastTest?: ProviderTest | undefined;
};

/** One real order of samples, made before a model is switched on. `running`: the vendor has not answered yet. */
export type ProviderTest = {
  requestId: string;
  adminId: string;
  /** The tested model: if the row now names another model, that one is untested. */
  model: string;
  state: 'running' | 'worked' | 'failed';
  startedAt: Date;
  /** The vendor's deadline; an order without an answer by then has failed. */
  deadline: Date;
  endedAt?: Date | undefined;
  providerTaskId?: string | undefined;
  costFen: number;
  /** The picture that was made, for admins only. */
  fileId: string;
  /** Why it failed, for admins. */
  problem: string;
};

/** Whether the row's current model has passed a test: only then may it be switched on. */
export function hasWorked({ lastTest, model }: Pick<ApiConfig, 'lastTest' | 'model'>): boolean {
  return lastTest?.state === 'worked' && lastTest.model === model;
}

/** The order in which models are asked. */
export function byFallingPriority(one: ApiConfig, other: ApiConfig): number {
  return other.priority - one.priority || (one.id < other.id ? -1 : 1);
}

/** A model that can answer while the user waits. */
export function isAskedAtOnce({ isActive, mode }: ApiConfig): boolean {
  return isActive && mode === 'sync';
}
