import * as z from 'zod';
import type { Context, PushCaller } from '../../shared/context';
import { userIdOf } from '../../shared/domain/ids';
import { leaveAccount } from '../../shared/flows/account/leave';
import { removeFormerAvatars } from '../../shared/flows/profile/former-avatars';
import { AppError } from '../../shared/error';
import { definePush } from '../../shared/push';

/** Some of WeChat's own samples have a blank before the field name. */
const Notice = z
  .record(z.string(), z.unknown())
  .transform((fields) =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.trim(), value])),
  )
  .pipe(
    z.object({
      OpenID: z.string().min(1).max(64),
      CreateTime: z.coerce.number().default(0),
    }),
  );

/** Shown in a profile without a known nickname. */
const noNickname = '微信用户';

/**
 * The user has withdrawn an authorization, or WeChat has cleared their profile. We store only avatar and nickname, and remove
 * both. `RevokeInfo` says which data is meant, but its numbers grow over time, so it is ignored.
 */
export const profileRevoked = definePush(
  Notice,
  async ({ OpenID: openid }, context: Context<PushCaller>) => {
    const userId = userIdOf(openid);
    const user = await context.users.find(userId);
    if (user === null) return undefined;
    const cleared = await context.users.clearAvatar(userId, noNickname);
    await removeFormerAvatars(cleared, context);
    return undefined;
  },
);

/** The person has left WeChat: the account is deleted as at their own request. While it is busy, WeChat repeats the push. */
export const accountCancelled = definePush(
  Notice,
  async ({ OpenID: openid, CreateTime }, context: Context<PushCaller>) => {
    const userId = userIdOf(openid);
    const requestId = `cancellation:${CreateTime}`;
    try {
      await leaveAccount({ userId, openid, reason: 'cancellation', requestId }, context);
    } catch (error) {
      // There is no account.
      if (error instanceof AppError && error.failure === 'SIGN_IN_REQUIRED') return undefined;
      throw error;
    }
    return undefined;
  },
);
