import type { CloudError } from '../../../services/cloud';
import { plansForDialog } from '../../../services/quota';
import { currentUser } from '../../../services/session';
import { toCreditsDialog, toLimitDialog, toStorageDialog } from '../../../utils/refusal';
import type { RefusalDialog } from '../../../utils/refusal';

/** The dialog that explains a refusal; null where the page explains it. */
export async function dialogOf(
  error: CloudError,
  workCount: number,
): Promise<RefusalDialog | null> {
  const { failure, details } = error;
  const tier = currentUser()?.tier ?? 'free';
  if (failure === 'DAILY_LIMIT_REACHED' && details && 'resetAt' in details) {
    return toLimitDialog(details.limit, tier, await plansForDialog());
  }
  if (failure === 'CREDITS_INSUFFICIENT' && details && 'missing' in details) {
    return toCreditsDialog(details, workCount);
  }
  if (failure === 'STORAGE_FULL' && details && 'limitBytes' in details) {
    return toStorageDialog(details, tier);
  }
  return null;
}
