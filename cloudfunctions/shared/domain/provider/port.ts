import type { PictureQuality } from '../work/work';
import type { ProviderFault } from './fault';

/** `vision` answers questions about pictures; the others make pictures. */
export type Capability = 'text2img' | 'edit' | 'tryon' | 'vision';

/** An address that the vendor can read, and what the picture shows; the order counts in a prompt that says 图1, 图2. */
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

/** An answer outside `choices` is none. */
export type VisionQuestion = { id: string; text: string; choices: readonly string[] };

export type ProviderOrder = OrderContent & {
  /** The vendor's id of the model. It is configuration: models die every few weeks. */
  model: string;
  mode: 'sync' | 'async';
  /** The user as the vendor may know them: no openid; 6 to 128 characters. */
  anonymousUserId: string;
  /** What this order is called in our logs; unique. Sent where the vendor's contract has a field for it. */
  requestId?: string;
  /** Vendor parameters of the configured row, sent as they are. */
  parameters?: Readonly<Record<string, unknown>>;
};

/**
 * The finished pictures: at least one, which may be fewer than ordered; none of `vision`. The URLs are the vendor's and
 * expire; a vendor that answers with bytes has `data:` URLs.
 */
export type DoneOutcome = {
  state: 'done';
  pictures: readonly { url: string }[];
  /** Of `vision`: question id to one of its choices. */
  answers?: Readonly<Record<string, string>>;
};

/** `accepted`: the vendor works on it; the id is stored before anything is waited for. */
export type StartOutcome = DoneOutcome | { state: 'accepted'; taskId: string } | ProviderFault;

/**
 * `running` also stands for a check that failed on its way: that says nothing about the task. Every fault here is the end
 * of the task itself; `unknown`: the vendor does not know the id, or not any more.
 */
export type CheckOutcome = DoneOutcome | { state: 'running' } | ProviderFault;

export type CallLimits = { timeoutMs: number };

/**
 * The adapter of one vendor. It sends each order once: it neither retries nor charges, keeps no state, and reports every
 * fault as an outcome. It throws for a defect of ours only, and never tells its key.
 */
export type Provider = {
  vendor: string;
  capabilities: readonly Capability[];
  /** Whether it draws the visible mark of generated pictures; where it does not, we do. */
  labelsPictures: boolean;
  /** Null when the model makes pictures of this size, else why not. */
  sizeProblem(model: string, size: string): string | null;
  start(order: ProviderOrder, limits: CallLimits): Promise<StartOutcome>;
  /** Of a vendor that has tasks. */
  check?(taskId: string, limits: CallLimits): Promise<CheckOutcome>;
  /** True when the vendor has ended the task and will not charge for it. */
  cancel?(taskId: string, limits: CallLimits): Promise<boolean>;
};
