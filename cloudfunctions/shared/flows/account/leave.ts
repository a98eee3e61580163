import type { Departure } from '../../data/account/former-users';
import type { FormerUser } from '../../data/rows/former-user';
import { describeError } from '../../domain/log';
import { AppError } from '../../error';
import type { Sweep } from '../due/sweep';
import { openBusiness, removals } from './removals';
import type { RemovalNeeds } from './removals';

const pauseMs = 60_000;

/**
 * Deletes an account. Once it is recorded in `former_users` it is gone for its owner and nothing new can begin. What it owned is
 * removed at once, or by the sweep if that failed or the call died. Throws ACCOUNT_BUSY while something is in flight.
 */
export async function leaveAccount(
  departure: Departure,
  needs: RemovalNeeds,
): Promise<FormerUser['state']> {
  const { account, clock, log } = needs;
  const former = await account.formerUsers.leave(
    departure,
    () => requireIdle(departure.userId, needs),
    clock.now(),
  );
  if (former.state === 'left') return 'left';
  try {
    return await finishLeaving(former, needs);
  } catch (error) {
    log.warn('account not removed yet', { cause: describeError(error) });
    return 'leaving';
  }
}

async function requireIdle(userId: string, needs: RemovalNeeds): Promise<void> {
  for (const { what, isOpen } of openBusiness) {
    if (await isOpen(userId, needs)) throw new AppError('ACCOUNT_BUSY', { details: { what } });
  }
}

/** Removes what is left. Idempotent and safe to run concurrently. */
async function finishLeaving(
  former: FormerUser,
  needs: RemovalNeeds,
): Promise<FormerUser['state']> {
  for (const remove of removals) {
    if (!(await remove(former, needs))) return 'leaving';
  }
  await needs.account.formerUsers.markLeft(former, needs.clock.now());
  return 'left';
}

/** The person signs in anew: whatever is left of the former account is removed first. */
export async function finishFormerAccount(userId: string, needs: RemovalNeeds): Promise<void> {
  const former = await needs.account.formerUsers.find(userId);
  if (former?.state === 'leaving') await finishLeaving(former, needs);
}

/** Accounts whose removal was interrupted. */
export const sweepLeavingAccounts: Sweep<RemovalNeeds> = {
  name: 'leaving accounts',
  counts: [],
  signs: ({ account }) => [account.formerUsers.sign()],
  run: (needs, run) =>
    run.throughAll(
      'former_users',
      (limit) => needs.account.formerUsers.listLeaving(limit),
      async (row) => {
        const state = await finishLeaving(row.read(), needs);
        // What could not be removed yet is tried again soon.
        if (state === 'leaving') run.expectAt(new Date(needs.clock.now().getTime() + pauseMs));
      },
    ),
};
