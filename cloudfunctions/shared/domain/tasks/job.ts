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

/** What a picture is made from; fixed at the admission. */
export type PhotographyInputs = {
  type: 'photography';
  garmentAssetId: string;
  sceneId: string;
  model: ModelChoice;
  size: string;
  note: string;
  /** As it is sent. */
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

/** What a vendor was last asked, by its row of `task_attempts`. */
export type CurrentAttempt = {
  n: number;
  configId: string;
  provider: string;
  startedAt: Date;
  /** The end of the vendor's part. */
  deadline: Date;
  /** Of a vendor that has tasks. */
  providerTaskId?: string | undefined;
  /** Where the vendor keeps the picture, for a while. */
  resultUrl?: string | undefined;
  polls: number;
};

export type JobPicture = { fileId: string; bytes: number };

/** The doing of one picture; everything about it that its owner must not read. */
export type Job = {
  /** Its work's. */
  id: string;
  taskId: string;
  userId: string;
  openid: string;
  type: TaskType;
  inputs: JobInputs;
  state: JobState;
  /** When something has to be done about it; null when nothing has. */
  dueAt: Date | null;
  /** Its place in the queue. */
  turn: Date;
  /** For a queue that is divided later. */
  shard: number;
  leaseToken: number;
  /** Null while nobody holds it. */
  leaseUntil: Date | null;
  /** The invocation that claimed it, to know its claim again after a lost answer. */
  leaseHolder: string;
  attempts: number;
  lostLeases: number;
  /** Ids of `api_configs`, in the order in which they are asked; fixed at the first claim. */
  candidates: string[];
  attempt: CurrentAttempt | null;
  picture: JobPicture | null;
  /** The first picture while a second is drawn: delivered if the second does not pass. */
  firstPicture: JobPicture | null;
  /** Of moderation. */
  verdict: MediaOutcome | null;
  /** The fidelity guard had it drawn a second time. */
  hasRerolled: boolean;
  /** The guard still found differences. */
  hasDoubt: boolean;
  /** Of the picture as it stands; null while the guard has not seen it, or is switched off. */
  fidelity: FidelityResult | null;
  cancelRequestedAt: Date | null;
  /** The vendor was asked to stop it. */
  isCancelAsked: boolean;
  /** The picture has ended without the vendor's answer; until then the vendor is asked on. */
  orphanUntil: Date | null;
  errorCode: string;
  /** For the admin; never shown to its owner. */
  lastError: string;
  replayOf?: string | undefined;
  discardedAt?: Date | undefined;
  createdAt: Date;
  updatedAt: Date;
  /** Of the tap that asked for it. */
  trace?: string | undefined;
  /** Of the first order; what waits for photos or for a place has not begun. */
  startedAt?: Date | undefined;
  endedAt?: Date | undefined;
};

export function isOpen({ state }: Pick<Job, 'state'>): boolean {
  return (openJobStates as readonly JobState[]).includes(state);
}

/** In the order of their roles: a person before the garments. */
export function assetIdsOf(inputs: JobInputs): string[] {
  return inputs.type === 'photography'
    ? [inputs.garmentAssetId]
    : [inputs.personAssetId, ...inputs.garments.map(({ assetId }) => assetId)];
}

export function capabilityOf(type: TaskType): 'edit' | 'tryon' {
  return type === 'photography' ? 'edit' : 'tryon';
}

/** Of the path of its picture. A second drawing lies beside the first until it is known which is delivered. */
export function pathTokenOf({ hasRerolled }: Pick<Job, 'hasRerolled'>, pathToken: string): string {
  if (!hasRerolled) return pathToken;
  return createHash('sha256').update(`again\n${pathToken}`).digest('hex').slice(0, 32);
}
