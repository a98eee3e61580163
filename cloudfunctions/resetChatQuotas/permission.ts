import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, MemberCaller, ServiceCaller } from '../shared/context';
import { AppError } from '../shared/error';

type Needs = {
  caller: MemberCaller | ServiceCaller;
  settings: Pick<Context['settings'], 'resetQuotasToken'>;
  users: Pick<Context['users'], 'find'>;
};

/** Requires an admin, or a caller with the token, whether or not a WeChat user. Without a token in the settings, only admins. */
export async function requireAdminOrToken(
  token: string | undefined,
  { caller, settings, users }: Needs,
): Promise<void> {
  if (token !== undefined) {
    const { resetQuotasToken } = settings;
    if (resetQuotasToken === null || !isSame(token, resetQuotasToken))
      throw new AppError('FORBIDDEN');
    return;
  }
  if (caller.kind === 'service') throw new AppError('SIGN_IN_REQUIRED');
  const user = await users.find(caller.userId);
  if (user?.userType !== 'admin') throw new AppError('FORBIDDEN');
}

/** Digests have the same length, so the time of the comparison reveals nothing about the texts. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
