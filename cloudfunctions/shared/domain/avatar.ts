import { AppError } from '../error';

/**
 * The phone uploads an avatar to `avatars/<userId>/…`; only a file of one's own may be shown as oneself,
 * and never an address outside, which would tell its owner who looks. An empty one takes the avatar away.
 */
export function requireOwnAvatar(fileId: string, userId: string): void {
  if (fileId === '') return;
  const [, path] = /^cloud:\/\/[^/]+\/(.+)$/.exec(fileId) ?? [];
  if (path?.startsWith(`avatars/${userId}/`) === true && !path.includes('..')) return;
  throw new AppError('INVALID_INPUT', {
    details: { field: 'avatar', problem: '必须是自己上传的图片' },
  });
}
