import type { InvocationReport } from '../functions/invocation';
import { isPlainObject } from '../plain-object';

/** Payment: 2, 4, 8 … seconds, 15 times. */
const paymentWaitsMs = Array.from({ length: 15 }, (_, at) => 2000 * 2 ** at);
/** Everything else: three times when there is no good answer within five seconds. */
const usualWaitsMs = [5000, 5000, 5000];

/** How long WeChat waits before it repeats a message, attempt by attempt. */
export function retryWaitsMs(event: string): number[] {
  return event.startsWith('xpay_') ? paymentWaitsMs : usualWaitsMs;
}

/** Whether WeChat takes the answer for an acknowledgement: otherwise it repeats the message. */
export function isAcknowledged(event: string, report: InvocationReport): boolean {
  if (!('result' in report)) return false;
  const { result } = report;
  // The iOS refund question wants an opinion.
  if (isPlainObject(result) && ('result_code' in result || 'IosRefundQueryResponse' in result)) {
    return true;
  }
  if (event.startsWith('xpay_')) return isPlainObject(result) && result['ErrCode'] === 0;
  if (isPlainObject(result)) return result['errcode'] === 0 || result['ErrCode'] === 0;
  return result === 'success' || result === '' || result === null;
}
