import { defineAction } from '../shared/action';
import { login } from '../shared/contracts/login';
import type { Context } from '../shared/context';
import { newMember } from '../shared/data/users/members';
import type { Member } from '../shared/data/users/members';
import { businessDay } from '../shared/domain/time/business-day';
import { dailyUsage } from '../shared/domain/quota/usage';
import { describeError } from '../shared/log';
import { examineProfile, keepProfile } from '../shared/flows/profile/profile';
import type { FitProfile } from '../shared/flows/profile/profile';
import { toUserView } from '../shared/views';

export const wxLogin = defineAction(login.wxLogin, {
  access: 'member',
  async run(profile, context) {
    const { caller, clock, members } = context;
    const now = clock.now();
    const [standing, used, hasChat] = await Promise.all([
      members.find(caller.userId),
      countOf(context, now),
      isChatOn(context),
    ]);
    const fit = await examineProfile(profile, standing, context);
    const { member, isNew } = await enter(standing, fit, context, now);
    return {
      user: toUserView(member, now),
      isNew,
      dailyUsage: used === null ? null : dailyUsage(member.facts, used, now),
      features: { chat: hasChat },
    };
  },
});

async function enter(
  standing: Member | null,
  profile: FitProfile,
  context: Context,
  now: Date,
): Promise<{ member: Member; isNew: boolean }> {
  if (standing !== null) {
    return { member: await keepProfile(profile, standing, context), isNew: false };
  }
  const { user, isNew } = await context.users.create(context.caller, now);
  return { member: await keepProfile(profile, newMember(user), context), isNew };
}

/** Works of today. Signing in does not depend on it: the page asks again when there is none. */
async function countOf({ caller, log, works }: Context, now: Date): Promise<number | null> {
  try {
    return (await works.countDay(caller.userId, businessDay(now))).used;
  } catch (error) {
    log.warn('usage not read', { cause: describeError(error) });
    return null;
  }
}

/** Unread means off: the entry comes back with the next start. */
async function isChatOn({ caller, featureFlags, log }: Context): Promise<boolean> {
  try {
    return await featureFlags.isOn('chat', caller.userId);
  } catch (error) {
    log.warn('feature flag not read', { cause: describeError(error) });
    return false;
  }
}
