import { defineAction } from '../shared/action';
import type { Context } from '../shared/context';
import { userInfo } from '../shared/contracts/userInfo';
import { newMember } from '../shared/data/users/members';
import { AppError } from '../shared/error';
import { startOf } from '../shared/paging';
import { leaveAccount } from '../shared/flows/account/leave';
import { resumeMediaChecks } from '../shared/flows/moderation/submit';
import type { SubmitNeeds } from '../shared/flows/moderation/submit';
import { readAvatarReview } from '../shared/flows/profile/avatar-review';
import { adjustCredits as moveByAdmin } from '../shared/flows/wallet/admin';
import { checkProfile, keepProfile } from '../shared/flows/profile/profile';
import { toCreditLogView, toUserView } from '../shared/views';

type GetUserInfoNeeds = SubmitNeeds & Pick<Context, 'caller' | 'users'>;

export const getUserInfo = defineAction(userInfo.getUserInfo, {
  access: 'member',
  async run(_, context: GetUserInfoNeeds) {
    const { caller, clock, users } = context;
    const now = clock.now();
    const known = await users.members.find(caller.userId);
    const member = known ?? newMember((await users.create(caller, now)).user);
    if (member.user.pendingAvatar !== null) await resumeMediaChecks(context, caller.openid);
    return { user: toUserView(member, await readAvatarReview(member.user, context), now) };
  },
});

export const updateUserInfo = defineAction(userInfo.updateUserInfo, {
  access: 'member',
  async run(profile, context) {
    const { caller, clock, users } = context;
    const member = await users.members.find(caller.userId);
    if (member === null) throw new AppError('SIGN_IN_REQUIRED');
    const checked = await checkProfile(profile, member, context);
    const kept = await keepProfile(checked, member, context);
    const review = await readAvatarReview(kept.user, context);
    return { user: toUserView(kept, review, clock.now()) };
  },
});

export const deleteAccount = defineAction(userInfo.deleteAccount, {
  access: 'member',
  async run({ requestId }, context) {
    const { openid, userId } = context.caller;
    const state = await leaveAccount({ userId, openid, reason: 'request', requestId }, context);
    return { state };
  },
});

export const getAbout = defineAction(userInfo.getAbout, {
  access: 'member',
  run(_, { settings }: Pick<Context, 'settings'>) {
    return Promise.resolve({ filings: [...settings.modelFilings] });
  },
});

export const listCreditLogs = defineAction(userInfo.listCreditLogs, {
  access: 'member',
  async run({ cursor, pageSize }, { caller, credits }) {
    const { rows, nextCursor } = await credits.list(caller.userId, startOf(cursor), pageSize);
    return { logs: rows.map(toCreditLogView), nextCursor };
  },
});

export const adjustCredits = defineAction(userInfo.adjustCredits, {
  access: 'admin',
  run: (adjustment, context) => moveByAdmin(adjustment, context.caller.userId, context),
});
