import type { Evidence } from '../../domain/wallet/channel';
import { eventIdOf } from '../../domain/ids';
import type { Database } from '../core/database';
import { isDuplicateKey } from '../core/database-error';
import { toPaymentEventRow } from '../rows/payment-event';
import type { PaymentEvent } from '../rows/payment-event';

export type EventFacts = PaymentEvent['facts'];
type NewEvent = Omit<PaymentEvent, 'id'> & { kind: string };

export function toEvent({ kind, ...event }: NewEvent): PaymentEvent {
  return { id: eventIdOf(kind, event.orderId, event.facts), ...event };
}

/** What may be kept of an answer: numbers and the channel's own words, no person and no key. */
export function factsOf(evidence: Evidence): EventFacts {
  const { status, env, orderFee, paidFee, couponFee, refundFee, leftFee, wxOrderId, isApple } =
    evidence;
  return { status, env, orderFee, paidFee, couponFee, refundFee, leftFee, wxOrderId, isApple };
}

export function createEventRepository(database: Database) {
  return {
    /** Keeps what reached us; the same facts a second time are the same row. */
    async record(event: NewEvent): Promise<void> {
      try {
        await database
          .collection('payment_events')
          .add({ data: toPaymentEventRow(toEvent(event)) });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },
  };
}
