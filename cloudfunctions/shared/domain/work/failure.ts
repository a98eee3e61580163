import { AppError, isAppError } from '../../error';

/** Why a work may end without a picture. The name is stored in the row's `errorCode`. */
export const workFailures = [
  'CONTENT_REFUSED',
  'CHECK_UNAVAILABLE',
  'PICTURE_REFUSED',
  'PROMPT_TOO_LONG',
  'PROVIDER_FAILED',
  'PROVIDER_BUSY',
  'PROVIDER_OUTCOME_UNKNOWN',
  'PICTURE_NOT_STORED',
  'INTERRUPTED',
  'PROVIDER_TIMEOUT',
  'ASSET_REFUSED',
  'ASSET_GONE',
  'PHOTO_UNUSABLE',
  'CANCELLED',
  'INTERNAL',
] as const;
export type WorkFailure = (typeof workFailures)[number];

/** The refusal for a recorded failure; INTERNAL for an unknown name. */
export function recordedFailure(errorCode: string | undefined): AppError {
  return new AppError(workFailures.find((name) => name === errorCode) ?? 'INTERNAL');
}

/** Failures caused by the owner: no provider and no part of ours could have avoided them. */
const ownersFailures = new Set<string>([
  'CONTENT_REFUSED',
  'PICTURE_REFUSED',
  'PROMPT_TOO_LONG',
  'ASSET_REFUSED',
  'ASSET_GONE',
  'PHOTO_UNUSABLE',
  'CANCELLED',
] satisfies WorkFailure[]);

export function isOwnersFailure(errorCode: string): boolean {
  return ownersFailures.has(errorCode);
}

/** Failures after which a picture may still arrive in the storage: an upload whose answer was lost, or a slow maker. */
export function mayLeavePicture(errorCode: string | undefined): boolean {
  return errorCode === 'PICTURE_NOT_STORED' || errorCode === 'INTERRUPTED';
}

export function workFailureOf(error: unknown): WorkFailure {
  const name = isAppError(error) ? error.failure : 'INTERNAL';
  return workFailures.find((known) => known === name) ?? 'INTERNAL';
}
