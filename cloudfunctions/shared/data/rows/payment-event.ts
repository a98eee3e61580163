import * as z from 'zod';
import { parseRow } from '../core/rows';

/** A notification or answer about an order. `facts` holds no personal data and no keys. */
export type PaymentEvent = {
  id: string;
  orderId: string;
  source: string;
  outcome: string;
  facts: Readonly<Record<string, string | number | boolean | null>>;
  createdAt: Date;
};

export const PaymentEventRow = z.object({
  _id: z.string(),
  orderId: z.string(),
  source: z.string(),
  outcome: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).default({}),
  createdAt: z.date(),
});

export function parsePaymentEvent(row: unknown): PaymentEvent {
  const { _id: id, ...rest } = parseRow('payment_events', PaymentEventRow, row);
  return { id, ...rest };
}

export function toPaymentEventRow({ id, ...rest }: PaymentEvent): object {
  return { _id: id, ...rest };
}
