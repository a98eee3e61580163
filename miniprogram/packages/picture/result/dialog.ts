import type { CloudError } from '../../../services/cloud';
import { plansForDialog } from '../../../services/quota';
import { currentUser, offersPlans } from '../../../services/session';
import { toCreditsDialog, toLimitDialog, toStorageDialog } from '../../../utils/refusal';
import type { RefusalDialog } from '../../../utils/refusal';

/** The dialog that explains a refusal; null where the page explains it. */
export async function dialogOf(
  error: CloudError,
  workCount: number,
): Promise<RefusalDialog | null> {
  const { failure, details } = error;
  const standing = { tier: currentUser()?.tier ?? 'free', offersPlans: offersPlans() };
  if (failure === 'DAILY_LIMIT_REACHED' && details && 'resetAt' in details) {
    return toLimitDialog(details.limit, standing, await plansForDialog());
  }
  if (failure === 'CREDITS_INSUFFICIENT' && details && 'missing' in details) {
    return toCreditsDialog(details, workCount, standing);
  }
  if (failure === 'STORAGE_FULL' && details && 'limitBytes' in details) {
    return toStorageDialog(details, standing);
  }
  return null;
}
