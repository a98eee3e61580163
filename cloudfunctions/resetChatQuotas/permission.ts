import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from '../shared/context';
import { AppError } from '../shared/error';

/** An admin, or whoever has the token: a service that has no WeChat user. Without a token in the settings only admins. */
export async function requireAdminOrToken(
  token: string | undefined,
  { caller, resetQuotasToken, users }: Pick<Context, 'caller' | 'resetQuotasToken' | 'users'>,
): Promise<void> {
  if (token !== undefined) {
    if (resetQuotasToken === null || !isSame(token, resetQuotasToken))
      throw new AppError('FORBIDDEN');
    return;
  }
  if (caller.userId === '') throw new AppError('SIGN_IN_REQUIRED');
  const user = await users.find(caller.userId);
  if (user?.userType !== 'admin') throw new AppError('FORBIDDEN');
}

/** Digests have one length, so the time of the comparison tells nothing about either text. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
