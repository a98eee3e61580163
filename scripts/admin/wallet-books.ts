import type { Clock } from '../../cloudfunctions/shared/domain/time/clock';
import { businessDay } from '../../cloudfunctions/shared/domain/time/business-day';
import { isPaidFor, openStatuses } from '../../cloudfunctions/shared/domain/wallet/order';
import type { Order, OrderStatus } from '../../cloudfunctions/shared/domain/wallet/order';
import type { Refund } from '../../cloudfunctions/shared/domain/wallet/refund';
import { parseOrder } from '../../cloudfunctions/shared/data/rows/order';
import { parseRefund } from '../../cloudfunctions/shared/data/rows/refund';
import { pagesById } from '../../cloudfunctions/shared/integrity/admin-database';
import type { AdminDatabase } from '../../cloudfunctions/shared/integrity/admin-database';
import { parsed } from '../../cloudfunctions/shared/integrity/checks/rows';

export type PaidOrder = { id: string; day: string; fen: number };
export type CompletedRefund = {
  id: string;
  orderId: string;
  fen: number;
  isForced: boolean;
  /** The channel refunded between `fromDay` and `day`; we learn of it only afterwards. */
  fromDay: string;
  day: string;
};
export type Books = {
  payments: PaidOrder[];
  refunds: CompletedRefund[];
  /** The status of every order, to explain why an order on the bill is not paid here. */
  statuses: Map<string, OrderStatus>;
  open: { age: string; count: number }[];
};
export type DaySum = { day: string; paidFen: number; refundedFen: number };

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const ages = [
  { age: '30 分钟内', upToMs: 30 * minuteMs },
  { age: '1 小时内', upToMs: hourMs },
  { age: '24 小时内', upToMs: 24 * hourMs },
  { age: '3 天内', upToMs: 72 * hourMs },
  { age: '3 天以上', upToMs: Infinity },
];
const isOpen = ({ status }: Order) => (openStatuses as readonly OrderStatus[]).includes(status);

/** Payments and refunds according to our rows. Rows that do not parse are skipped; the row check reports them. */
export async function readBooks(
  database: AdminDatabase,
  { clock, now }: { clock: Clock; now: Date },
): Promise<Books> {
  const statuses = new Map<string, OrderStatus>();
  const open = ages.map(({ age }) => ({ age, count: 0 }));
  const payments: PaidOrder[] = [];
  for await (const order of rowsOf(database, 'orders', clock, parseOrder)) {
    statuses.set(order.id, order.status);
    const ageMs = now.getTime() - order.createdAt.getTime();
    const bucket = open[ages.findIndex(({ upToMs }) => ageMs < upToMs)];
    if (isOpen(order) && bucket !== undefined) bucket.count += 1;
    if (isPaidFor(order) && order.paidAt !== null && order.paidFee !== null) {
      payments.push({ id: order.id, day: businessDay(order.paidAt), fen: order.paidFee });
    }
  }
  const refunds: CompletedRefund[] = [];
  for await (const refund of rowsOf(database, 'refunds', clock, parseRefund)) {
    refunds.push(...toDone(refund));
  }
  return { payments, refunds, statuses, open };
}

function toDone({ id, orderId, fen, kind, status, createdAt, endedAt }: Refund): CompletedRefund[] {
  if (status !== 'done' || endedAt === null) return [];
  const days = { fromDay: businessDay(createdAt), day: businessDay(endedAt) };
  return [{ id, orderId, fen, isForced: kind === 'forced', ...days }];
}

async function* rowsOf<Row>(
  database: AdminDatabase,
  collection: string,
  clock: Clock,
  parse: (raw: unknown) => Row,
): AsyncGenerator<Row> {
  for await (const page of pagesById(database, collection, clock, { size: 250 })) {
    for (const raw of page) {
      const result = parsed('invalidRow', raw, () => parse(raw));
      if ('row' in result) yield result.row;
    }
  }
}

/** Sums per day, newest first. */
export function sumByDay({ payments, refunds }: Pick<Books, 'payments' | 'refunds'>): DaySum[] {
  const days = new Map<string, DaySum>();
  const of = (day: string): DaySum => {
    const sum = days.get(day) ?? { day, paidFen: 0, refundedFen: 0 };
    days.set(day, sum);
    return sum;
  };
  for (const { day, fen } of payments) of(day).paidFen += fen;
  for (const { day, fen } of refunds) of(day).refundedFen += fen;
  return [...days.values()].sort((one, other) => other.day.localeCompare(one.day));
}
