import * as z from 'zod';
import type { Proposal } from '../../domain/wallet/approval';
import type { Order } from '../../domain/wallet/order';
import type { Refund } from '../../domain/wallet/refund';
import type { Database } from '../core/database';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseCreditLog } from '../rows/credit-log';
import type { CreditLog } from '../rows/credit-log';
import { parseOrder } from '../rows/order';
import { parsePaymentEvent } from '../rows/payment-event';
import type { PaymentEvent } from '../rows/payment-event';
import { parseProposal } from '../rows/proposal';
import { parseRefund } from '../rows/refund';

/** Everything about one order, each list in chronological order. */
export type OrderStory = {
  order: Order;
  events: PaymentEvent[];
  refunds: Refund[];
  proposals: Proposal[];
  ledger: CreditLog[];
};

const Rows = z.array(z.unknown());
const Joined = z.object({ events: Rows, refunds: Rows, proposals: Rows, ledger: Rows });

export function createStoryRepository(database: Database, onInvalidRow: OnInvalidRow) {
  const readers = {
    events: createRowReader(parsePaymentEvent, onInvalidRow),
    refunds: createRowReader(parseRefund, onInvalidRow),
    proposals: createRowReader(parseProposal, onInvalidRow),
    ledger: createRowReader(parseCreditLog, onInvalidRow),
  };
  const byTime = <Row extends { createdAt: Date }>(rows: Row[]) =>
    rows.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  const ofOrder = (from: string, as: string) => ({
    ...{ from, localField: '_id', foreignField: 'orderId', as },
  });
  return {
    /** In one query; null for an unknown order. */
    async find(orderId: string): Promise<OrderStory | null> {
      const { list } = await database
        .collection('orders')
        .aggregate()
        .match({ _id: orderId })
        .limit(1)
        .lookup(ofOrder('payment_events', 'events'))
        .lookup(ofOrder('refunds', 'refunds'))
        .lookup(ofOrder('proposals', 'proposals'))
        .lookup(ofOrder('credit_logs', 'ledger'))
        .end();
      const [row] = list;
      if (row === undefined) return null;
      const joined = Joined.parse(row);
      return {
        order: parseOrder(row),
        events: byTime(readers.events.readAll(joined.events)),
        refunds: byTime(readers.refunds.readAll(joined.refunds)),
        proposals: byTime(readers.proposals.readAll(joined.proposals)),
        ledger: byTime(readers.ledger.readAll(joined.ledger)),
      };
    },
  };
}
