import { AppError } from '../../error';
import type { MediaSubject } from '../moderation/media-check';

export const assetKinds = ['garment', 'person'] as const;
export type AssetKind = (typeof assetKinds)[number];
export const assetStatuses = ['pending', 'usable', 'refused'] as const;
export type AssetStatus = (typeof assetStatuses)[number];
/** Why a photo is refused: WeChat found it risky, or gave no verdict in time. */
export const assetRefusals = ['risky', 'expired'] as const;
export type AssetRefusal = (typeof assetRefusals)[number];
/**
 * `begun`: its files may be missing; `stored`: its files exist; `submitted`: its moderation has begun, and its upload is removed.
 */
export const assetStages = ['begun', 'stored', 'submitted'] as const;
export type AssetStage = (typeof assetStages)[number];

/** A photo used by tasks: our copy of an upload, or one of our samples. */
export type Asset = {
  id: string;
  /** Empty for a sample. */
  userId: string;
  openid: string;
  kind: AssetKind;
  /** A sample is usable, belongs to nobody, and is never removed. */
  isSample: boolean;
  /** The label of a sample; empty for a user's own photo. */
  name: string;
  /** Hashes of the upload, in hex; they identify the same photo. */
  digest: string;
  md5: string;
  /** Size of the copy, which is all that is kept. */
  bytes: number;
  width: number;
  height: number;
  fileId: string;
  thumbnailFileId: string;
  thumbnailBytes: number;
  /** The upload from which the copy was made. */
  source: string;
  status: AssetStatus;
  reason?: AssetRefusal | undefined;
  stage: AssetStage;
  /** Trace id of the moderation; empty before it was submitted. */
  traceId: string;
  /** Version of the consent that the owner of a person's photo agreed to, and when. */
  consentVersion?: string | undefined;
  consentAt?: Date | undefined;
  createdAt: Date;
  /** From then on it is hidden, and no task may begin with it. */
  removedAt: Date | null;
  /** Its files were removed and are no longer counted. */
  filesRemovedAt: Date | null;
  /** When it must be processed next; null if it need not be. */
  dueAt: Date | null;
  /** Incremented with every change. */
  version: number;
};

/** A task that needs the asset. `keptUntil`: until then a replay may need it after the task has ended. */
export type AssetUse = {
  assetId: string;
  taskId: string;
  userId: string;
  createdAt: Date;
  endedAt: Date | null;
  keptUntil: Date | null;
};

export const photoLimits = {
  maxBytes: 4 * 1024 * 1024,
  minSide: 300,
  /** Applies to the copy; the phone scales down to it. */
  maxSide: 2048,
} as const;
export const assetThumbnail = { maxWidth: 360, maxBytes: 40_000 } as const;

const hourMs = 60 * 60_000;
/** Longer than a function runs: if the copy is not stored by then, its call has died. */
export const maxStoringMs = 120_000;
export const maxUnregisteredMs = 24 * hourMs;
export const personKeptMs = 24 * hourMs;
/** Validity of temporary URLs of users' own photos. */
export const photoUrlSeconds = 30 * 60;

/** The user's own asset or a sample; another user's is answered like a missing one. */
export function isVisibleTo(
  { userId: ownerId, isSample, removedAt }: Pick<Asset, 'userId' | 'isSample' | 'removedAt'>,
  userId: string,
): boolean {
  return removedAt === null && (isSample || ownerId === userId);
}

export function assetSubject(assetId: string): MediaSubject {
  return { kind: 'asset', id: assetId };
}

/** Paths of the copy and its thumbnail; clients cannot read them. */
export function assetPath(userId: string, assetId: string): string {
  return `private/assets/${userId}/${assetId}.jpg`;
}

export function assetThumbnailPath(userId: string, assetId: string): string {
  return `private/assets/${userId}/${assetId}.thumb.jpg`;
}

/** The bytes and files counted for its owner. */
export function keptAssetFiles({
  isSample,
  stage,
  filesRemovedAt,
  bytes,
  thumbnailBytes,
}: Pick<Asset, 'isSample' | 'stage' | 'filesRemovedAt' | 'bytes' | 'thumbnailBytes'>): {
  bytes: number;
  files: number;
} {
  if (isSample || stage === 'begun' || filesRemovedAt !== null) return { bytes: 0, files: 0 };
  const sizes = [bytes, thumbnailBytes].filter((size) => size > 0);
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), files: sizes.length };
}

/** Whether a use keeps the file: its task is open, or may be replayed. */
export function isHolding({ endedAt, keptUntil }: AssetUse, now: Date): boolean {
  return endedAt === null || (keptUntil !== null && keptUntil > now);
}

/** Throws PHOTO_UNFIT for a file that is not the caller's own upload. */
export function requireOwnPhoto(path: string, userId: string): void {
  if (!path.startsWith(`uploads/${userId}/`) || path.includes('..')) {
    throw unfitPhoto('只能使用自己上传的照片');
  }
}

export function unfitPhoto(problem: string, cause?: unknown): AppError<'PHOTO_UNFIT'> {
  return new AppError('PHOTO_UNFIT', { details: { problem }, cause });
}
