import type { PictureQuality } from '../work/work';
import type { ProviderFault } from './fault';

/** `vision` answers questions about pictures; the others make pictures. */
export type Capability = 'text2img' | 'edit' | 'tryon' | 'vision';

/** A URL that the vendor can read, and what the picture shows; prompts refer to inputs by position: 图1, 图2. */
export type InputPicture = { url: string; role: 'garment' | 'person' | 'reference' | 'result' };

type PictureOrder = { prompt: string; size: string; quality: PictureQuality };

export type OrderContent =
  | ({ capability: 'text2img' } & PictureOrder)
  | ({ capability: 'edit'; inputs: readonly InputPicture[] } & PictureOrder)
  | {
      capability: 'tryon';
      personUrl: string;
      garments: readonly { url: string; part: 'top' | 'bottom' | 'dress' | 'outer' }[];
    }
  | { capability: 'vision'; inputs: readonly InputPicture[]; questions: readonly VisionQuestion[] };

/** An answer outside `choices` does not count. */
export type VisionQuestion = { id: string; text: string; choices: readonly string[] };

export type ProviderOrder = OrderContent & {
  /** The vendor's model id. It comes from configuration: models are retired every few weeks. */
  model: string;
  mode: 'sync' | 'async';
  /** The user's id for the vendor: no openid; 6 to 128 characters. */
  anonymousUserId: string;
  /** The unique id of this order in our logs. Sent if the vendor's API has a field for it. */
  requestId?: string;
  /** Vendor parameters of the configured row, passed through unchanged. */
  parameters?: Readonly<Record<string, unknown>>;
};

/**
 * The finished pictures: at least one, possibly fewer than ordered; none for `vision`. The URLs are the vendor's and expire; a
 * vendor that answers with bytes yields `data:` URLs.
 */
export type DoneOutcome = {
  state: 'done';
  pictures: readonly { url: string }[];
  /** For `vision`: maps each question id to one of its choices. */
  answers?: Readonly<Record<string, string>>;
};

/** `accepted`: the vendor works on it; the task id is stored before anything is awaited. */
export type StartOutcome = DoneOutcome | { state: 'accepted'; taskId: string } | ProviderFault;

/**
 * `running` also stands for a check that failed in transit: that says nothing about the task. Every fault here ends the task
 * itself; `unknown`: the vendor does not know the id, or no longer does.
 */
export type CheckOutcome = DoneOutcome | { state: 'running' } | ProviderFault;

export type CallLimits = { timeoutMs: number };

/**
 * The adapter of one vendor. It sends each order once: it neither retries nor charges, keeps no state, and reports every fault as
 * an outcome. It throws only for our own defects, and never reveals its key.
 */
export type Provider = {
  vendor: string;
  capabilities: readonly Capability[];
  /** Whether it draws the visible mark of generated pictures; if not, we do. */
  labelsPictures: boolean;
  /** Null if the model supports this size, else the reason. */
  sizeProblem(model: string, size: string): string | null;
  start(order: ProviderOrder, limits: CallLimits): Promise<StartOutcome>;
  /** Only for vendors with asynchronous tasks. */
  check?(taskId: string, limits: CallLimits): Promise<CheckOutcome>;
  /** True if the vendor has ended the task and will not charge for it. */
  cancel?(taskId: string, limits: CallLimits): Promise<boolean>;
};
