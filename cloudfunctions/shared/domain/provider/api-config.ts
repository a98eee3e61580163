import type { Capability } from './port';

/** `chat` has a port of its own, because it streams; its models are configured like the others. */
export const configuredCapabilities = ['text2img', 'edit', 'tryon', 'vision', 'chat'] as const;
export type ConfiguredCapability = Capability | 'chat';

/** Where a vendor processes what it is sent. Photos of persons do not leave `cn`. */
export type Region = 'cn' | 'abroad';

/** A sync call ends within the function that makes it, and leaves time to record how it ended. */
export const maxSyncSeconds = 45;

/** One model of one vendor for one capability. Model ids are named nowhere else: they die every few weeks. */
export type ApiConfig = {
  id: string;
  /** Name of an adapter, which brings its own hosts and keys. */
  provider: string;
  capability: ConfiguredCapability;
  model: string;
  /** Higher is asked first; `weight` is the share of draws among equals. */
  priority: number;
  weight: number;
  isActive: boolean;
  mode: 'sync' | 'async';
  maxConcurrent: number;
  perMinute: number;
  /** For the answer of a sync call, or for the end of a task. */
  deadlineSeconds: number;
  /** What one success costs us. */
  priceFen: number;
  /** Sizes that may be ordered; none: whatever the adapter takes. */
  sizes: readonly string[];
  maxRefs: number;
  region: Region;
  /** Vendor parameters, sent as they are. */
  defaultParams: Readonly<Record<string, unknown>>;
  version: number;
  /** The latest test that an admin ran. */
  lastTest?: ProviderTest | undefined;
};

/** One real order of samples, made before a model is switched on. `running`: the vendor has not answered yet. */
export type ProviderTest = {
  requestId: string;
  adminId: string;
  /** What was tested: another model of the row has not been. */
  model: string;
  state: 'running' | 'worked' | 'failed';
  startedAt: Date;
  /** Of the vendor; an order without an answer by then has failed. */
  deadline: Date;
  endedAt?: Date | undefined;
  providerTaskId?: string | undefined;
  costFen: number;
  /** The picture that was made, for admins only. */
  fileId: string;
  /** Why it failed, for admins. */
  problem: string;
};

/** Whether the model that the row names has shown that it works: only then it is switched on. */
export function hasWorked({ lastTest, model }: Pick<ApiConfig, 'lastTest' | 'model'>): boolean {
  return lastTest?.state === 'worked' && lastTest.model === model;
}

/** The order in which models are asked. */
export function byFallingPriority(one: ApiConfig, other: ApiConfig): number {
  return other.priority - one.priority || (one.id < other.id ? -1 : 1);
}

/** A model that somebody who waits may be answered by. */
export function isAskedAtOnce({ isActive, mode }: ApiConfig): boolean {
  return isActive && mode === 'sync';
}
