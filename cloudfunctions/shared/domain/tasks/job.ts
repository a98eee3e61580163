import { createHash } from 'node:crypto';
import type { FidelityResult } from '../gates/fidelity';
import type { MediaOutcome } from '../moderation/media-check';
import type { GarmentPart, ModelChoice } from '../studio/prompt';
import type { TaskType } from './task-type';

/**
 * `queued` → `accepted` (a vendor draws it, or has named its picture) → `arrived` (our own copy is stored) → `checked` (it may be
 * delivered) → `done`. `dead`: given up after too many attempts or lost leases; `failed`: a definite end.
 */
export const openJobStates = ['queued', 'accepted', 'arrived', 'checked'] as const;
export const jobStates = [...openJobStates, 'done', 'failed', 'cancelled', 'dead'] as const;
export type JobState = (typeof jobStates)[number];

/** The inputs of a picture; fixed at admission. */
export type PhotographyInputs = {
  type: 'photography';
  garmentAssetId: string;
  sceneId: string;
  model: ModelChoice;
  size: string;
  note: string;
  /** The final prompt, as sent. */
  prompt: string;
  templateId: string;
  templateVersion: number;
};
export type FittingInputs = {
  type: 'fitting';
  personAssetId: string;
  garments: { assetId: string; part: GarmentPart }[];
};
export type JobInputs = PhotographyInputs | FittingInputs;

/** The latest order at a vendor; its full record is in `task_attempts`. */
export type CurrentAttempt = {
  n: number;
  configId: string;
  provider: string;
  startedAt: Date;
  /** The vendor's deadline. */
  deadline: Date;
  /** Only for vendors with asynchronous tasks. */
  providerTaskId?: string | undefined;
  /** Temporary URL of the picture at the vendor. */
  resultUrl?: string | undefined;
  polls: number;
};

export type JobPicture = { fileId: string; bytes: number };

/** The processing state of one picture, including everything its owner must not read. */
export type Job = {
  /** The id of its work. */
  id: string;
  taskId: string;
  userId: string;
  openid: string;
  type: TaskType;
  inputs: JobInputs;
  state: JobState;
  /** When it must be processed next; null if it need not be. */
  dueAt: Date | null;
  /** Its position in the queue. */
  turn: Date;
  /** Reserved for splitting the queue later. */
  shard: number;
  leaseToken: number;
  /** Null while no worker holds it. */
  leaseUntil: Date | null;
  /** The invocation that claimed it, to recognise its own claim after a lost answer. */
  leaseHolder: string;
  attempts: number;
  lostLeases: number;
  /** Ids of `api_configs`, in the order in which they are asked; fixed at the first claim. */
  candidates: string[];
  attempt: CurrentAttempt | null;
  picture: JobPicture | null;
  /** The first picture while a second is drawn: delivered if the second does not pass. */
  firstPicture: JobPicture | null;
  /** The moderation verdict. */
  verdict: MediaOutcome | null;
  /** The fidelity check had it drawn a second time. */
  hasRerolled: boolean;
  /** The check still found differences. */
  hasDoubt: boolean;
  /** The result for the current picture; null if it was not checked yet, or the check is off. */
  fidelity: FidelityResult | null;
  cancelRequestedAt: Date | null;
  /** The vendor was asked to stop it. */
  isCancelAsked: boolean;
  /** The picture has ended without the vendor's answer; the vendor is polled until then. */
  orphanUntil: Date | null;
  errorCode: string;
  /** For admins; never shown to its owner. */
  lastError: string;
  replayOf?: string | undefined;
  discardedAt?: Date | undefined;
  createdAt: Date;
  updatedAt: Date;
  /** Trace of the user's call that requested it. */
  trace?: string | undefined;
  /** When the first order was sent; a job that waits for photos or for a slot has not started. */
  startedAt?: Date | undefined;
  endedAt?: Date | undefined;
};

export function isOpen({ state }: Pick<Job, 'state'>): boolean {
  return (openJobStates as readonly JobState[]).includes(state);
}

/** Ordered by role: a person before the garments. */
export function assetIdsOf(inputs: JobInputs): string[] {
  return inputs.type === 'photography'
    ? [inputs.garmentAssetId]
    : [inputs.personAssetId, ...inputs.garments.map(({ assetId }) => assetId)];
}

export function capabilityOf(type: TaskType): 'edit' | 'tryon' {
  return type === 'photography' ? 'edit' : 'tryon';
}

/** The token in the path of its picture. A second drawing has another path, as long as it is open which one is delivered. */
export function pathTokenOf({ hasRerolled }: Pick<Job, 'hasRerolled'>, pathToken: string): string {
  if (!hasRerolled) return pathToken;
  return createHash('sha256').update(`again\n${pathToken}`).digest('hex').slice(0, 32);
}
