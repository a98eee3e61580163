import type { Task } from '../../../../cloudfunctions/shared/contracts/task';
import { CloudError } from '../../../services/cloud';
import { createRequestId } from '../../../services/request-id';
import { plansForDialog } from '../../../services/quota';
import { currentUser, offersPlans, rememberCredits } from '../../../services/session';
import { explain, toast } from '../../../utils/dialog';
import { toCreditsDialog, toLimitDialog, toStorageDialog } from '../../../utils/refusal';
import type { RefusalDialog } from '../../../utils/refusal';
import { toStudioLimitDialog, toTasksDialog } from './dialogs';

/** The idempotency key of an order: sending the same order again makes no second task and no second charge. */
export type Ticket = { requestId: string; of: string };

/** The ticket for this order. `before`, the ticket of a try with an unknown outcome, is reused if the order is the same. */
export function ticketFor(order: object, before: Ticket | null): Ticket {
  const of = JSON.stringify(order);
  return before !== null && before.of === of ? before : { requestId: createRequestId(), of };
}

export type OrderEnd =
  | { kind: 'submitted'; task: Task }
  /** It may have been submitted; sending the same order again is safe and gives the answer. */
  | { kind: 'unknown' }
  | { kind: 'price'; cost: number }
  | { kind: 'photo'; message: string }
  | { kind: 'dialog'; dialog: RefusalDialog }
  | { kind: 'refused'; message: string };

export async function submit(send: () => Promise<Task>, count: number): Promise<OrderEnd> {
  try {
    const task = await send();
    const user = currentUser();
    if (user !== null && task.reserved > 0) rememberCredits(user.credits - task.reserved);
    return { kind: 'submitted', task };
  } catch (error) {
    if (error instanceof CloudError) return toEnd(error, count);
    return { kind: 'refused', message: explain(error) };
  }
}

async function toEnd(error: CloudError, count: number): Promise<OrderEnd> {
  const { failure, details, message } = error;
  if (failure === 'OUTCOME_UNKNOWN') return { kind: 'unknown' };
  if (failure === 'PRICE_CHANGED' && details && 'cost' in details) {
    return { kind: 'price', cost: details.cost };
  }
  if (failure === 'ASSET_GONE' || failure === 'ASSET_REFUSED') return { kind: 'photo', message };
  const dialog = await dialogOf(error, count);
  return dialog === null ? { kind: 'refused', message } : { kind: 'dialog', dialog };
}

/** The dialog that explains a refusal; null where a sentence does. */
export async function dialogOf(
  { failure, details }: CloudError,
  count: number,
): Promise<RefusalDialog | null> {
  if (!details) return null;
  const standing = { tier: currentUser()?.tier ?? 'free', offersPlans: offersPlans() };
  if (failure === 'STUDIO_LIMIT_REACHED' && 'resetAt' in details) {
    return toStudioLimitDialog(details.limit, standing);
  }
  if (failure === 'DAILY_LIMIT_REACHED' && 'resetAt' in details) {
    return toLimitDialog(details.limit, standing, await plansForDialog());
  }
  if (failure === 'TOO_MANY_TASKS' && 'unfinished' in details) {
    return toTasksDialog(details.unfinished);
  }
  if (failure === 'CREDITS_INSUFFICIENT' && 'missing' in details) {
    return toCreditsDialog(details, count, standing);
  }
  if (failure === 'STORAGE_FULL' && 'limitBytes' in details)
    return toStorageDialog(details, standing);
  return null;
}

/** Shows outcomes that need no other reaction of the page. */
export function showOrderEnd(end: OrderEnd): void {
  if (end.kind === 'refused' || end.kind === 'photo') toast(end.message);
  if (end.kind === 'price') toast('价格刚刚变了，请看一下再提交');
}
