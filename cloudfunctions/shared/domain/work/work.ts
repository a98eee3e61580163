import type { BusinessDay } from '../time/business-day';

export const workStatuses = ['pending', 'processing', 'completed', 'failed', 'cancelled'] as const;
export type WorkStatus = (typeof workStatuses)[number];
export const workTypes = ['text2img', 'photography', 'fitting'] as const;
export type WorkType = (typeof workTypes)[number];
export const workModes = ['single', 'double'] as const;
export const pictureQualities = ['standard', 'hd'] as const;
export type PictureQuality = (typeof pictureQualities)[number];
export const characterCategories = ['people', 'pets', 'other'] as const;

/** Statuses in which a work keeps its seat and counts towards its day. */
export const countedStatuses = ['pending', 'processing', 'completed'] as const;
export const runningStatuses = ['pending', 'processing'] as const;

/** Fields common to every kind of work. */
export type WorkFields = {
  id: string;
  openid: string;
  userId: string;
  requestId: string;
  requestHash: string;
  admissionToken: string;
  groupId?: string | undefined;
  title: string;
  /** Before the style's template is applied. */
  prompt: string;
  size: string;
  provider: string;
  providerTaskId?: string | undefined;
  /** 128 random bits in hex, part of the paths of the work's files; empty in older rows. */
  pathToken: string;
  imageUrl: string;
  images: string[];
  thumbnailUrl: string;
  /** Sizes of the stored files; 0 if there is none. */
  imageBytes: number;
  thumbnailBytes: number;
  isFavorite: boolean;
  status: WorkStatus;
  errorCode?: string | undefined;
  errorMessage?: string | undefined;
  seat: string;
  day: BusinessDay;
  cost: number;
  refundedCredits: number;
  /** Incremented with every change of the holder; a write with an older token changes nothing. See `lease.ts`. */
  leaseToken: number;
  leaseUntil: Date;
  createdAt: Date;
  updatedAt: Date;
  startedAt?: Date | undefined;
  completedAt?: Date | undefined;
  deletedAt: Date | null;
  /** The files of a deleted work were removed from the storage. */
  filesRemovedAt?: Date | undefined;
  recoveredAt?: Date | undefined;
  isRecovered?: boolean | undefined;
  /** 1: delivered, and its credit refunded, because details may differ from the garment. */
  fidelityRefunded?: number | undefined;
  /** Delivered although details may differ from the garment. */
  hasDoubt?: boolean | undefined;
  /** The dead job's work that this one reruns for an admin; it takes no seat of a day. */
  replayOf?: string | undefined;
};

export type TextToImageWork = WorkFields & {
  type: 'text2img';
  mode: (typeof workModes)[number];
  originalPrompt: string;
  enhancedPrompt: string;
  character: string;
  style: string;
  emotion: string;
  quality: PictureQuality;
};

/** A garment shown in a scene: one picture of a task. */
export type PhotographyWork = WorkFields & {
  type: 'photography';
  taskId: string;
  sceneId: string;
  parameters: WorkParameters;
};

/** A garment on a person: one picture of a task. */
export type FittingWork = WorkFields & {
  type: 'fitting';
  taskId: string;
  parameters: WorkParameters;
};

/** What it was made from: scene, template and its version, options, assets. Informational; nothing is decided by it. */
export type WorkParameters = Readonly<Record<string, unknown>>;

export type Work = TextToImageWork | PhotographyWork | FittingWork;
/** Fields of a row that change. `hasFilesToRemove` is only for the sweep; works are read without it. */
export type WorkChange = Partial<WorkFields> & { hasFilesToRemove?: boolean };

export function isRunning(work: Pick<Work, 'status'>): boolean {
  return work.status === 'pending' || work.status === 'processing';
}

/** Ended without a picture; the charge was refunded. */
export function hasFailed(work: Pick<Work, 'status'>): boolean {
  return work.status === 'failed' || work.status === 'cancelled';
}

export function isTextToImage(work: Work): work is TextToImageWork {
  return work.type === 'text2img';
}

export function titleOf(prompt: string): string {
  // By characters, not code units: half an emoji is no title.
  return Array.from(prompt.replace(/\s+/g, ' ').trim()).slice(0, 50).join('');
}
