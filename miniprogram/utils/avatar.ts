import type { User } from '../../cloudfunctions/shared/contracts/values';

/** The avatar as its owner sees it: a new one while it is under review, and a note about it. */
export type OwnAvatar = { picture: string; note: string };

export function toOwnAvatar({
  avatar,
  avatarReview,
}: Pick<User, 'avatar' | 'avatarReview'>): OwnAvatar {
  switch (avatarReview?.state) {
    case 'pending':
      return { picture: avatarReview.url || avatar, note: '新头像审核中，通过前只有你能看到' };
    case 'refused':
      return { picture: avatar, note: avatarReview.reason };
    default:
      return { picture: avatar, note: '' };
  }
}
