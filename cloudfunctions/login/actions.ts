import { defineAction } from '../shared/action';
import { login } from '../shared/contracts/login';
import { requireFitProfile } from '../shared/profile';
import { toUserView } from '../shared/views';

export const wxLogin = defineAction(login.wxLogin, {
  access: 'member',
  async run(profile, context) {
    const { caller, clock, users } = context;
    await requireFitProfile(profile, context);
    const standing = await users.find(caller.userId);
    if (standing === null) {
      const { user, isNew } = await users.create(caller, profile, clock.now());
      return { user: toUserView(user), isNew };
    }
    const hasChange = profile.nickname !== undefined || profile.avatar !== undefined;
    if (hasChange) await users.update(caller.userId, profile, clock.now());
    const { nickname = standing.nickname, avatar = standing.avatar } = profile;
    return { user: toUserView({ ...standing, nickname, avatar }), isNew: false };
  },
});
