import type { BillLine } from './bill';
import { sumByDay } from './wallet-books';
import type { Books, DaySum, CompletedRefund } from './wallet-books';

export type Difference = { number: string; day: string; what: string };
export type Comparison = {
  from: string;
  to: string;
  days: { day: string; ours: DaySum; bill: DaySum }[];
  differences: Difference[];
};

export const yuan = (fen: number): string => (fen / 100).toFixed(2);

/**
 * Compares the channel's bill with our rows by number, for the days that the bill covers. A refund that the channel
 * initiated does not have our number and is matched by amount and day. We learn of it later than it happened, so the
 * bill's day counts.
 */
export function compareBill(
  bill: readonly BillLine[],
  books: Books,
  { from, to }: { from: string; to: string },
): Comparison {
  const isCovered = (day: string) => day >= from && day <= to;
  const differences: Difference[] = [];
  const add = (number: string, day: string, what: string) =>
    differences.push({ number, day, what });

  const paid = new Map(books.payments.map((payment) => [payment.id, payment]));
  const seen = new Set<string>();
  const payments = books.payments.filter(({ day }) => isCovered(day));
  for (const { number, day, fen } of bill.filter(({ kind }) => kind === 'payment')) {
    const ours = paid.get(number);
    if (seen.has(number)) add(number, day, `账单里付款两次，第二次 ${yuan(fen)} 元`);
    else if (ours === undefined) {
      const status = books.statuses.get(number);
      const here = status === undefined ? '本地没有这笔订单' : `本地状态 ${status}，未记付款`;
      add(number, day, `账单付款 ${yuan(fen)} 元，${here}`);
    } else if (ours.fen !== fen) {
      add(number, day, `账单付款 ${yuan(fen)} 元，本地 ${yuan(ours.fen)} 元`);
    } else if (ours.day !== day) {
      add(number, day, `账单付款日 ${day}，本地 ${ours.day}`);
    }
    seen.add(number);
  }
  for (const { id, day, fen } of payments) {
    if (!seen.has(id)) add(id, day, `本地付款 ${yuan(fen)} 元，账单没有`);
  }

  const open = new Map(books.refunds.map((refund) => [refund.id, refund]));
  const matched: CompletedRefund[] = [];
  for (const line of bill.filter(({ kind }) => kind === 'refund')) {
    const ours = open.get(line.number) ?? findForced(line, open);
    if (ours === undefined) {
      add(line.number, line.day, `账单退款 ${yuan(line.fen)} 元，本地没有`);
      continue;
    }
    open.delete(ours.id);
    matched.push({ ...ours, day: line.day });
    if (ours.fen !== line.fen) {
      add(line.number, line.day, `账单退款 ${yuan(line.fen)} 元，本地 ${yuan(ours.fen)} 元`);
    }
  }
  const missing = [...open.values()].filter(
    ({ fromDay, day }) => isCovered(fromDay) && isCovered(day),
  );
  for (const { id, day, fen } of missing) add(id, day, `本地退款 ${yuan(fen)} 元，账单没有`);

  const ours = sumByDay({ payments, refunds: [...matched, ...missing] });
  const theirs = sumByDay({ payments: linesOf(bill, 'payment'), refunds: linesOf(bill, 'refund') });
  const days = [...new Set([...ours, ...theirs].map(({ day }) => day))].sort();
  const of = (sums: readonly DaySum[], day: string): DaySum =>
    sums.find((sum) => sum.day === day) ?? { day, paidFen: 0, refundedFen: 0 };
  return {
    ...{ from, to, differences },
    days: days.map((day) => ({ day, ours: of(ours, day), bill: of(theirs, day) })),
  };
}

/**
 * Matches by the order's number if the bill gives it, otherwise by amount; a refund cannot be known before it happened.
 */
function findForced(
  { number, day, fen }: BillLine,
  open: ReadonlyMap<string, CompletedRefund>,
): CompletedRefund | undefined {
  const forced = [...open.values()].filter((refund) => refund.isForced && refund.fen === fen);
  return (
    forced.find(({ orderId }) => orderId === number) ?? forced.find((refund) => refund.day >= day)
  );
}

function linesOf(bill: readonly BillLine[], kind: BillLine['kind']) {
  return bill
    .filter((line) => line.kind === kind)
    .map(({ number, day, fen }) => ({
      ...{ id: number, orderId: number, day, fromDay: day, fen, isForced: false },
    }));
}
