import type { InvocationReport } from '../functions/invocation';
import { isPlainObject } from '../plain-object';

/** Payment events are repeated after 2, 4, 8 … seconds, 15 times. */
const paymentWaitsMs = Array.from({ length: 15 }, (_, at) => 2000 * 2 ** at);
/** All others are repeated three times, each when no acknowledgement arrives within five seconds. */
const usualWaitsMs = [5000, 5000, 5000];

/** How long WeChat waits before each repetition of a message. */
export function retryWaitsMs(event: string): number[] {
  return event.startsWith('xpay_') ? paymentWaitsMs : usualWaitsMs;
}

/** Whether WeChat accepts the answer as an acknowledgement; otherwise it repeats the message. */
export function isAcknowledged(event: string, report: InvocationReport): boolean {
  if (!('result' in report)) return false;
  const { result } = report;
  // The question about an iOS refund is acknowledged by its own kind of answer.
  if (isPlainObject(result) && ('result_code' in result || 'IosRefundQueryResponse' in result)) {
    return true;
  }
  if (event.startsWith('xpay_')) return isPlainObject(result) && result['ErrCode'] === 0;
  if (isPlainObject(result)) return result['errcode'] === 0 || result['ErrCode'] === 0;
  return result === 'success' || result === '' || result === null;
}
