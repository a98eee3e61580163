import type { Files } from '../../data/core/files';
import type { AvatarRefusal, User } from '../../data/rows/user';
import { describeError } from '../../domain/log';
import type { Log } from '../../domain/log';

type ReviewNeeds = { files: Pick<Files, 'tempUrl'>; log: Log };

/** What an owner sees about an avatar that is not shown. */
export type AvatarReview = { state: 'pending'; url: string } | { state: 'refused'; reason: string };

const reasons: Record<AvatarRefusal['outcome'], string> = {
  risky: '新头像没有通过审核，请换一张',
  expired: '新头像没能完成审核，请重新上传',
};

/** The new avatar as its owner sees it; null if there is none. Never throws: the URL stays empty if it cannot be had. */
export async function readAvatarReview(
  { pendingAvatar, avatarRefusal }: User,
  { files, log }: ReviewNeeds,
): Promise<AvatarReview | null> {
  if (avatarRefusal !== null) return { state: 'refused', reason: reasons[avatarRefusal.outcome] };
  if (pendingAvatar?.isSubmitted !== true) return null;
  try {
    return { state: 'pending', url: (await files.tempUrl(pendingAvatar.fileId)) ?? '' };
  } catch (error) {
    log.warn('pending avatar has no address', { cause: describeError(error) });
    return { state: 'pending', url: '' };
  }
}
