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

/** The part of an answer that may be stored: numbers and the channel's status, no personal data and no keys. */
export function factsOf(evidence: Evidence): EventFacts {
  const { status, env, orderFee, paidFee, couponFee, refundFee, leftFee, wxOrderId, isApple } =
    evidence;
  return { status, env, orderFee, paidFee, couponFee, refundFee, leftFee, wxOrderId, isApple };
}

export function createEventRepository(database: Database) {
  return {
    /** Records an event; repeated facts are the same row. */
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
