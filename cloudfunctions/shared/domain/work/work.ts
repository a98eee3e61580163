import type { BusinessDay } from '../time/business-day';

export type WorkStatus = 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled';

/** States in which a work keeps its seat and counts for its day. */
export const countedStatuses = ['pending', 'processing', 'completed'] as const;
export const runningStatuses = ['pending', 'processing'] as const;

export type Work = {
  id: string;
  openid: string;
  userId: string;
  requestId: string;
  requestHash: string;
  admissionToken: string;
  groupId?: string | undefined;
  type: 'text2img' | 'photography' | 'fitting';
  mode: 'single' | 'double';
  title: string;
  originalPrompt: string;
  prompt: string;
  enhancedPrompt: string;
  character: string;
  style: string;
  emotion: string;
  size: string;
  quality: 'standard' | 'hd';
  provider: string;
  providerTaskId?: string | undefined;
  imageUrl: string;
  images: string[];
  thumbnailUrl: string;
  /** Sizes of the kept files; 0 while there is none. */
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
  createdAt: Date;
  updatedAt: Date;
  startedAt?: Date | undefined;
  completedAt?: Date | undefined;
  deletedAt: Date | null;
  /** The files of a deleted work are gone from the storage. */
  filesRemovedAt?: Date | undefined;
  recoveredAt?: Date | undefined;
  isRecovered?: boolean | undefined;
  /** Since when a sweeper takes the work for interrupted; stays on the row, whatever becomes of it. */
  doubtedAt?: Date | undefined;
};

export function isRunning(work: Pick<Work, 'status'>): boolean {
  return work.status === 'pending' || work.status === 'processing';
}

/** Ended without a picture; whatever was charged came back. */
export function hasFailed(work: Pick<Work, 'status'>): boolean {
  return work.status === 'failed' || work.status === 'cancelled';
}

export function titleOf(prompt: string): string {
  // By characters, not code units: half an emoji is no title.
  return Array.from(prompt.replace(/\s+/g, ' ').trim()).slice(0, 50).join('');
}

export type PictureExtension = 'png' | 'jpg' | 'webp';

/** Deterministic, so that a picture whose work was interrupted can be found again. */
export function picturePath(
  work: Pick<Work, 'id' | 'userId'>,
  extension: PictureExtension,
): string {
  return `works/${work.userId}/${work.id}.${extension}`;
}

export function thumbnailPath(work: Pick<Work, 'id' | 'userId'>): string {
  return `works/${work.userId}/${work.id}.thumb.jpg`;
}
