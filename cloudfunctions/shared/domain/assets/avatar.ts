import { AppError } from '../../error';
import type { MediaSubject } from '../moderation/media-check';

/** A stored file shown as a user's avatar; the file id is empty if there is none. */
export type Avatar = { fileId: string; bytes: number };

/** WeChat's picker returns small pictures; a larger file was not chosen there. */
export const maxUploadBytes = 2 * 1024 * 1024;
export const avatarSide = 512;
/** A copy that is not submitted by then was left behind by a call that died. */
export const maxPendingMs = 120_000;

/**
 * A phone uploads to `uploads/<userId>/…` (earlier versions: `avatars/<userId>/…`). Only the caller's own file may become an
 * avatar, never an external URL, whose owner would learn who views it.
 */
export function requireOwnUpload(fileId: string, userId: string): void {
  const path = storagePath(fileId);
  const isOwn = [`uploads/${userId}/`, `avatars/${userId}/`].some((own) => path.startsWith(own));
  if (!isOwn || path.includes('..')) throw unfitAvatar('必须是自己上传的图片');
}

/** Where a copy waits for its verdict; clients cannot read there. */
export function pendingPath(userId: string, unguessable: string): string {
  return `private/${shownPath(userId, unguessable)}`;
}

/** Where it is shown: clients cannot write there, and the `unguessable` part keeps others from finding it. */
function shownPath(userId: string, unguessable: string): string {
  return `avatars/${userId}/${unguessable}.jpg`;
}

const pendingPattern = /^private\/avatars\/([^/]+)\/([^/]+)\.jpg$/;

/** The file id that a pending copy gets once it is shown. */
export function shownFileId(pendingFileId: string): string {
  const [, userId = '', unguessable = ''] = pendingPattern.exec(storagePath(pendingFileId)) ?? [];
  return siblingFileId(pendingFileId, shownPath(userId, unguessable));
}

/** The subject is this copy, not the user's avatar: the user may choose another one meanwhile. */
export function avatarSubject(userId: string, pendingFileId: string): MediaSubject {
  const [, , unguessable = ''] = pendingPattern.exec(storagePath(pendingFileId)) ?? [];
  return { kind: 'avatar', id: `${userId}:${unguessable}` };
}

export function userIdOfSubject({ id }: Pick<MediaSubject, 'id'>): string {
  return id.slice(0, id.lastIndexOf(':'));
}

/** The file id for `path`, derived from another file of the same storage. */
export function siblingFileId(fileId: string, path: string): string {
  return fileId.slice(0, fileId.length - storagePath(fileId).length) + path;
}

export function missingUpload(): AppError {
  return unfitAvatar('图片没有收到，请重新选择');
}

export function unfitAvatar(problem: string, cause?: unknown): AppError {
  return new AppError('INVALID_INPUT', { details: { field: 'avatar', problem }, cause });
}

/** The file's path in the storage; empty if `fileId` is no file id. */
export function storagePath(fileId: string): string {
  return /^cloud:\/\/[^/]+\/(.+)$/.exec(fileId)?.[1] ?? '';
}
