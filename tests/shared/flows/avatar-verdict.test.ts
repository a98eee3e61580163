import { avatarSubject, shownFileId } from '../../../cloudfunctions/shared/domain/assets/avatar';
import { AppError } from '../../../cloudfunctions/shared/error';
import { applyAvatarVerdict } from '../../../cloudfunctions/shared/flows/profile/avatar-verdict';
import type { AvatarVerdictNeeds } from '../../../cloudfunctions/shared/flows/profile/avatar-verdict';

const fileId = 'cloud://env.bucket/private/avatars/user_1/a.jpg';

/** A user whose avatar is being checked; `showAvatar` fails with the error. */
function needsOf(error: Error) {
  const removed: string[] = [];
  const needs = {
    files: {
      downloadUpTo: () => Promise.resolve(Buffer.from('jpeg')),
      upload: () => Promise.resolve(''),
      remove: (ids: readonly string[]) => {
        removed.push(...ids);
        return Promise.resolve();
      },
    },
    users: {
      find: () => Promise.resolve({ id: 'user_1', avatar: '', pendingAvatar: { fileId } }),
      showAvatar: () => Promise.reject(error),
    },
  };
  return { removed, needs: needs as unknown as AvatarVerdictNeeds };
}

const media = { ...avatarSubject('user_1', fileId), fileId, openid: 'alice' };

describe('the verdict on an avatar', () => {
  it('leaves no copy of an account that was deleted while the copy was written', async () => {
    const { needs, removed } = needsOf(new AppError('SIGN_IN_REQUIRED'));

    await applyAvatarVerdict(media, 'pass', needs);

    expect(removed).toEqual([fileId, shownFileId(fileId)]);
  });

  it('fails, and keeps the copy for the next try, when the row cannot be written', async () => {
    const { needs, removed } = needsOf(new Error('socket hang up'));

    await expect(applyAvatarVerdict(media, 'pass', needs)).rejects.toThrow('socket hang up');

    expect(removed).toEqual([]);
  });
});
