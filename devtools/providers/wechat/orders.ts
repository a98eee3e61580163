import { PaymentFailure, wechatError } from './error';
import { nextId } from './state';
import type { PayOrder, Refund, WechatStore } from './state';
import type { PaymentEnv } from './account';

export type NewOrder = Pick<
  PayOrder,
  'outTradeNo' | 'openid' | 'env' | 'platform' | 'productId' | 'quantity' | 'goodsPrice' | 'attach'
>;

export type Payment = { status?: number; paidFen?: number; couponFen?: number; env?: PaymentEnv };

/** How long WeChat takes for a requested refund. */
const refundMs = 2000;
const paidStatuses = [2, 3, 4];

export type Orders = {
  find(outTradeNo: string): PayOrder | null;
  /** Finds an order by our number or WeChat's, after completing its due refunds. */
  get(numbers: { order_id?: unknown; wx_order_id?: unknown }): PayOrder | null;
  create(order: NewOrder): PayOrder;
  pay(order: PayOrder, payment: Payment): void;
  setStatus(order: PayOrder, status: number): void;
  /** Marks an order as delivered: the push was acknowledged, or the server reported the delivery. */
  provide(order: PayOrder): void;
  refund(order: PayOrder, refundOrderId: string, fee: number, dueAt?: number | null): Refund;
  endRefund(order: PayOrder, refund: Refund, status: 'done' | 'failed'): void;
  /** Completes and returns the due refunds of the order. */
  settleRefunds(order: PayOrder): Refund[];
};

export function isPaid({ status }: Pick<PayOrder, 'status'>): boolean {
  return paidStatuses.includes(status);
}

export function refundedOf({ refunds }: PayOrder): number {
  return sum(refunds.filter(({ status }) => status === 'done'));
}

/** The amount that can still be refunded, after subtracting refunds in progress. */
export function leftOf(order: PayOrder): number {
  return order.paidFee - sum(order.refunds.filter(({ status }) => status !== 'failed'));
}

/** The ledger of virtual payment. */
export function createOrders(store: WechatStore, now: () => number): Orders {
  const { state } = store;

  function change(order: PayOrder, changes: Partial<PayOrder>): void {
    Object.assign(order, changes, { updatedAt: now() });
    store.save();
  }

  function endRefund(order: PayOrder, refund: Refund, status: 'done' | 'failed'): void {
    refund.status = status;
    refund.doneAt = now();
    refund.dueAt = null;
    const isAll = status === 'done' && refundedOf(order) >= order.paidFee;
    change(order, status === 'failed' ? { status: 7 } : isAll ? { status: 5 } : {});
  }

  return {
    find: (outTradeNo) => own(state.orders, outTradeNo),
    get({ order_id: ours, wx_order_id: theirs }) {
      if ((ours === undefined) === (theirs === undefined))
        throw wechatError(268490002, 'give either order_id or wx_order_id');
      return ours === undefined
        ? (Object.values(state.orders).find(({ wxOrderId }) => wxOrderId === theirs) ?? null)
        : typeof ours === 'string'
          ? own(state.orders, ours)
          : null;
    },
    create(order) {
      if (own(state.orders, order.outTradeNo) !== null) throw new PaymentFailure(-15002);
      const created: PayOrder = {
        ...order,
        wxOrderId: nextId(store, 'wx'),
        status: 1,
        orderFee: order.goodsPrice * order.quantity,
        ...{ couponFee: 0, paidFee: 0, paidAt: null, providedAt: null, refunds: [], pushes: [] },
        ...{ createdAt: now(), updatedAt: now() },
      };
      state.orders[order.outTradeNo] = created;
      store.save();
      return created;
    },
    pay(order, { status = 2, couponFen = 0, paidFen, env = order.env }) {
      const paidFee = paidFen ?? order.orderFee - couponFen;
      change(order, { status, env, couponFee: couponFen, paidFee, paidAt: order.paidAt ?? now() });
    },
    setStatus: (order, status) => change(order, { status }),
    provide(order) {
      if (order.status === 2 || order.status === 3) change(order, { status: 4, providedAt: now() });
    },
    refund(order, refundOrderId, fee, dueAt = now() + refundMs) {
      const refund: Refund = {
        ...{ refundOrderId, fee, dueAt, doneAt: null, startedAt: now() },
        wxRefundId: nextId(store, 'wxr'),
        status: 'pending',
      };
      order.refunds.push(refund);
      change(order, {});
      return refund;
    },
    endRefund,
    settleRefunds(order) {
      const due = order.refunds.filter(
        ({ status, dueAt }) => status === 'pending' && dueAt !== null && dueAt <= now(),
      );
      for (const refund of due) endRefund(order, refund, 'done');
      return due;
    },
  };
}

function sum(refunds: readonly Refund[]): number {
  return refunds.reduce((total, { fee }) => total + fee, 0);
}

function own<Value>(record: Record<string, Value>, key: string): Value | null {
  return Object.hasOwn(record, key) ? (record[key] ?? null) : null;
}
