import { AppError } from '../../error';

/** A file in the cloud that stands for a person; no file id when there is none. */
export type Avatar = { fileId: string; bytes: number };

/** WeChat hands over small pictures; whatever is larger was not chosen there. */
export const mostAvatarBytes = 2 * 1024 * 1024;

/**
 * The phone uploads an avatar to `avatars/<userId>/…`; only a file of one's own may be shown as oneself,
 * and never an address outside, which would tell its owner who looks. An empty one takes the avatar away.
 */
export function requireOwnAvatar(fileId: string, userId: string): void {
  if (fileId === '') return;
  const path = avatarPath(fileId);
  if (path.startsWith(`avatars/${userId}/`) && !path.includes('..')) return;
  throw unfitAvatar('必须是自己上传的图片');
}

export function unfitAvatar(problem: string, cause?: unknown): AppError {
  return new AppError('INVALID_INPUT', { details: { field: 'avatar', problem }, cause });
}

/** The file's path in the storage; empty for what is no file id. */
export function avatarPath(fileId: string): string {
  return /^cloud:\/\/[^/]+\/(.+)$/.exec(fileId)?.[1] ?? '';
}
