import { defineAction } from '../shared/action';
import { login } from '../shared/contracts/login';
import type { Context } from '../shared/context';
import { newMember } from '../shared/data/users/members';
import type { Member } from '../shared/data/users/members';
import { businessDay } from '../shared/domain/time/business-day';
import { dailyUsage } from '../shared/domain/quota/usage';
import { describeError } from '../shared/domain/log';
import { finishFormerAccount } from '../shared/flows/account/leave';
import type { RemovalNeeds } from '../shared/flows/account/removals';
import { resumeMediaChecks } from '../shared/flows/moderation/submit';
import { readAvatarReview } from '../shared/flows/profile/avatar-review';
import { checkProfile, keepProfile } from '../shared/flows/profile/profile';
import type { CheckedProfile, ProfileNeeds } from '../shared/flows/profile/profile';
import { isAppError } from '../shared/error';
import { toUserView } from '../shared/views';

type Needs = ProfileNeeds &
  RemovalNeeds &
  Pick<Context, 'caller' | 'users'> & {
    settings: Pick<Context['settings'], 'featureFlags' | 'hasPayment'>;
    works: Pick<Context['works'], 'countDay' | 'maintenance'>;
  };

export const wxLogin = defineAction(login.wxLogin, {
  access: 'member',
  async run(profile, context: Needs) {
    const { caller, clock, users } = context;
    const now = clock.now();
    const [standing, used, hasChat] = await Promise.all([
      users.members.find(caller.userId),
      countOf(context, now),
      isChatOn(context),
      resumeMediaChecks(context, caller.openid),
    ]);
    const checked = await checkProfile(profile, standing, context);
    const { member, isNew } = await enter(standing, checked, context, now);
    return {
      user: toUserView(member, await readAvatarReview(member.user, context), now),
      isNew,
      dailyUsage: used === null ? null : dailyUsage(member.facts, used, now),
      features: { chat: hasChat, payment: context.settings.hasPayment },
    };
  },
});

async function enter(
  standing: Member | null,
  profile: CheckedProfile,
  context: Needs,
  now: Date,
): Promise<{ member: Member; isNew: boolean }> {
  if (standing !== null) {
    return { member: await keepProfile(profile, standing, context), isNew: false };
  }
  const { user, isNew } = await createUser(context, now);
  return { member: await keepProfile(profile, newMember(user), context), isNew };
}

async function createUser(context: Needs, now: Date) {
  const { caller, users } = context;
  try {
    return await users.create(caller, now);
  } catch (error) {
    if (!isAppError(error) || error.failure !== 'ACCOUNT_LEAVING') throw error;
    await finishFormerAccount(caller.userId, context);
    return users.create(caller, now);
  }
}

/** The number of today's works. Signing in does not depend on it: without it the page asks again. */
async function countOf(
  { caller, log, works }: Pick<Needs, 'caller' | 'log' | 'works'>,
  now: Date,
): Promise<number | null> {
  try {
    return (await works.countDay(caller.userId, businessDay(now))).used;
  } catch (error) {
    log.warn('usage not read', { cause: describeError(error) });
    return null;
  }
}

/** Off if it cannot be read: the entry comes back at the next start. */
async function isChatOn({
  caller,
  log,
  settings,
}: Pick<Needs, 'caller' | 'log' | 'settings'>): Promise<boolean> {
  try {
    return await settings.featureFlags.isOn('chat', caller.userId);
  } catch (error) {
    log.warn('feature flag not read', { cause: describeError(error) });
    return false;
  }
}
