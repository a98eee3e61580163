import { AppError } from '../../error';
import type { MediaSubject } from '../moderation/media-check';

/** A file in the cloud that is shown as the avatar of a user; no file id when there is none. */
export type Avatar = { fileId: string; bytes: number };

/** WeChat hands over small pictures; a larger file was not chosen there. */
export const maxUploadBytes = 2 * 1024 * 1024;
export const avatarSide = 512;
/** A copy that is not submitted by then was left behind by a call that died. */
export const maxPendingMs = 120_000;

/**
 * A phone uploads to `uploads/<userId>/…` (earlier versions: to `avatars/<userId>/…`). Only a file of the caller's own may
 * become an avatar, and never an outside address, whose owner would learn who views it.
 */
export function requireOwnUpload(fileId: string, userId: string): void {
  const path = storagePath(fileId);
  const isOwn = [`uploads/${userId}/`, `avatars/${userId}/`].some((own) => path.startsWith(own));
  if (!isOwn || path.includes('..')) throw unfitAvatar('必须是自己上传的图片');
}

/** Where the copy of an upload waits for its verdict: no phone reads there. */
export function pendingPath(userId: string, unguessable: string): string {
  return `private/${shownPath(userId, unguessable)}`;
}

/** Where it is shown: no phone may write there, and `unguessable` bits keep others from finding it. */
function shownPath(userId: string, unguessable: string): string {
  return `avatars/${userId}/${unguessable}.jpg`;
}

const pendingPattern = /^private\/avatars\/([^/]+)\/([^/]+)\.jpg$/;

/** The id that a pending copy has once it is shown. */
export function shownFileId(pendingFileId: string): string {
  const [, userId = '', unguessable = ''] = pendingPattern.exec(storagePath(pendingFileId)) ?? [];
  return siblingFileId(pendingFileId, shownPath(userId, unguessable));
}

/** What is moderated: this copy, not the avatar of its user, who may choose another one meanwhile. */
export function avatarSubject(userId: string, pendingFileId: string): MediaSubject {
  const [, , unguessable = ''] = pendingPattern.exec(storagePath(pendingFileId)) ?? [];
  return { kind: 'avatar', id: `${userId}:${unguessable}` };
}

export function userIdOfSubject({ id }: Pick<MediaSubject, 'id'>): string {
  return id.slice(0, id.lastIndexOf(':'));
}

/** The id that a file at `path` has, beside another file of the same storage. */
export function siblingFileId(fileId: string, path: string): string {
  return fileId.slice(0, fileId.length - storagePath(fileId).length) + path;
}

export function missingUpload(): AppError {
  return unfitAvatar('图片没有收到，请重新选择');
}

export function unfitAvatar(problem: string, cause?: unknown): AppError {
  return new AppError('INVALID_INPUT', { details: { field: 'avatar', problem }, cause });
}

/** The file's path in the storage; empty for what is no file id. */
export function storagePath(fileId: string): string {
  return /^cloud:\/\/[^/]+\/(.+)$/.exec(fileId)?.[1] ?? '';
}
