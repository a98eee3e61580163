import { parseCreditLog } from '../../data/rows/credit-log';
import { parseOrder } from '../../data/rows/order';
import { creditLogIds } from '../../domain/ids';
import type { Clock } from '../../domain/time/clock';
import { isPaidFor } from '../../domain/wallet/order';
import type { Order } from '../../domain/wallet/order';
import { creditsOf } from '../../domain/wallet/package';
import { pagesById, retryRead } from '../admin-database';
import type { AdminDatabase } from '../admin-database';
import type { Finding, ProblemName } from '../rules/findings';
import { findUnbalanced } from './balances';
import { parsed } from './rows';

const pageSize = 250;
const minuteMs = 60_000;
/** The timer queries the channel every minute, and again if it did not answer. */
const overdueAfterMs = 10 * minuteMs;

/** The problems reported by `npm run check-wallet`; comparing ledger sums with balances is part of the check of all users. */
export const walletProblems: readonly ProblemName[] = [
  ...(['negativeCredits', 'balance', 'chain', 'invalidCreditLog', 'creditLogWithoutUser'] as const),
  ...(['orderWithoutEntry', 'entryWithoutOrder', 'entryAmount', 'overRefunded'] as const),
  ...(['orderParked', 'orderOverdue', 'shortfall'] as const),
];

type Entry = { id: string; userId: string; orderId: string; amount: number };
/** `since`: only orders since then and pending ones, and the balances of their buyers; absent: everything. */
type Options = { clock: Clock; now: Date; since?: Date };

/**
 * Compares orders with the ledger: every credited order has exactly one entry with the credits of its snapshot, and every entry
 * has its order. Then reports what is pending: parked orders, orders overdue for a query, owed credits. Malformed rows are
 * reported by another check.
 */
export async function findWalletProblems(
  database: AdminDatabase,
  { clock, now, since }: Options,
): Promise<Finding[]> {
  const found: Finding[] = [];
  const seen = new Set<string>();
  const buyers = new Set<string>();
  for (const condition of orderConditions(database, now, since)) {
    const pages = pagesById(database, 'orders', clock, { size: pageSize, ...condition });
    for await (const page of pages) {
      const orders = toOrders(page).filter(({ id }) => !seen.has(id));
      const entries = await entriesOf(database, orders, clock);
      for (const order of orders) {
        seen.add(order.id);
        buyers.add(order.userId);
        found.push(...orderFindings(order, entries.get(creditLogIds.recharge(order.id)), now));
      }
    }
  }
  const recharges = { size: pageSize, ...entryCondition(database, since) };
  for await (const page of pagesById(database, 'credit_logs', clock, recharges)) {
    const entries = page.flatMap(toEntry);
    const known = await creditedOf(database, entries, clock);
    for (const { id, userId, orderId } of entries) {
      if (known.has(orderId) && id === creditLogIds.recharge(orderId)) continue;
      const what = `订单 ${orderId || '（空）'} 不存在、未入账或编号不符`;
      found.push({ problem: 'entryWithoutOrder', id, userId, what });
    }
  }
  // Without `since`, the check of all users compares every balance with the whole ledger.
  if (since !== undefined) found.push(...(await findUnbalanced(database, [...buyers], clock)));
  return found;
}

/** The orders of a light check: those since `since`, and all parked or overdue ones, however old. */
function orderConditions({ command }: AdminDatabase, now: Date, since: Date | undefined) {
  if (since === undefined) return [{}];
  const overdueAt = new Date(now.getTime() - overdueAfterMs);
  return [
    { condition: { createdAt: command.gte(since) } },
    { condition: { status: 'needs_review' } },
    { condition: { nextQueryAt: command.lt(overdueAt) } },
  ];
}

function entryCondition({ command }: AdminDatabase, since: Date | undefined) {
  const kind = 'recharge';
  if (since === undefined) return { condition: { kind } };
  // By id, which is indexed; the full check finds entries with other ids.
  const ids = {
    after: creditLogIds.recharge(''),
    before: creditLogIds.recharge('').replace(':', ';'),
  };
  return { condition: { kind, createdAt: command.gte(since) }, ...ids };
}

function toOrders(page: readonly unknown[]): Order[] {
  return page.flatMap((raw) => {
    const result = parsed('invalidRow', raw, () => parseOrder(raw));
    return 'row' in result ? [result.row] : [];
  });
}

/** The problems of one order, judged by its row and its ledger entry. */
export function orderFindings(
  order: Order,
  entry: Pick<Entry, 'userId' | 'amount'> | undefined,
  now: Date,
): Finding[] {
  const { id, userId, creditedAt, refundedFen, paidFee, review, nextQueryAt } = order;
  const found: Finding[] = [];
  const add = (problem: ProblemName, what: string) => found.push({ problem, id, userId, what });
  const due = creditsOf(order.package);
  if (creditedAt !== null && entry === undefined) add('orderWithoutEntry', `应入账 ${due} 积分`);
  if (entry !== undefined && (entry.amount !== due || entry.userId !== userId)) {
    add('entryAmount', `应入账 ${due} 积分，流水为 ${entry.amount}（${entry.userId}）`);
  }
  const paid = isPaidFor(order) ? (paidFee ?? 0) : 0;
  if (paid > 0 && refundedFen > paid) add('overRefunded', `付 ${paid} 分，退 ${refundedFen} 分`);
  if (order.status === 'needs_review') add('orderParked', `待核对：${review ?? '原因不明'}`);
  const lateMs = nextQueryAt === null ? 0 : now.getTime() - nextQueryAt.getTime();
  if (lateMs > overdueAfterMs) {
    add('orderOverdue', `${order.status}，已逾期 ${Math.round(lateMs / minuteMs)} 分钟`);
  }
  if (order.shortfallCredits > 0) add('shortfall', `欠 ${order.shortfallCredits} 积分`);
  return found;
}

function toEntry(raw: unknown): Entry[] {
  const result = parsed('invalidCreditLog', raw, () => parseCreditLog(raw));
  if (!('row' in result)) return [];
  const { id, userId, orderId = '', amount } = result.row;
  return [{ id, userId, orderId, amount }];
}

async function entriesOf(
  database: AdminDatabase,
  orders: readonly Order[],
  clock: Clock,
): Promise<Map<string, Entry>> {
  const rows = await readByIds(
    ...([
      database,
      'credit_logs',
      orders.map(({ id }) => creditLogIds.recharge(id)),
      clock,
    ] as const),
  );
  return new Map(rows.flatMap(toEntry).map((entry) => [entry.id, entry]));
}

async function creditedOf(
  database: AdminDatabase,
  entries: readonly Entry[],
  clock: Clock,
): Promise<Set<string>> {
  const ids = entries.map(({ orderId }) => orderId).filter((id) => id !== '');
  const rows = toOrders(await readByIds(database, 'orders', ids, clock));
  return new Set(rows.flatMap(({ id, creditedAt }) => (creditedAt === null ? [] : [id])));
}

async function readByIds(
  database: AdminDatabase,
  collection: string,
  ids: readonly string[],
  clock: Clock,
): Promise<unknown[]> {
  if (ids.length === 0) return [];
  const { command } = database;
  const read = () =>
    database
      .collection(collection)
      .where({ _id: command.in(ids) })
      .limit(ids.length)
      .get();
  return (await retryRead(clock, read)).data;
}
