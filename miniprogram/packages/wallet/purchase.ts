import type { Order, VirtualPayment } from '../../../cloudfunctions/shared/contracts/payment';
import { delay } from '../../services/delay';
import { createRequestId } from '../../services/request-id';
import { explain } from '../../utils/dialog';
import { createGuard } from '../../utils/guard';
import { toPaymentEnd } from './payment-errors';
import type { PaymentEnd } from './payment-errors';
import { keepPending, readPending } from './pending';
import type { Pending, Purchase } from './pending';
import { createOrder, getOrder } from './service';
import type { OrderReply } from './service';

export type Step =
  | { kind: 'idle' }
  | { kind: 'paying' }
  | { kind: 'confirming'; pending: Pending }
  | { kind: 'credited'; order: Order; balance: OrderReply['balance'] }
  | { kind: 'review'; orderId: string }
  | { kind: 'cancelled' }
  /** `isPriceOld`: the prices on the page have to be read again. */
  | { kind: 'failed'; reason: string; isPriceOld: boolean };

/** The cloud asks the payment channel at most once per order and 2 s; polling faster is useless. */
const pollMs = 2500;
const latePollMs = 10_000;
const lateMs = 120_000;
/** An order that is probably unpaid is given up after this time: once its sheet is closed nobody can pay it. */
const uncertainMs = 12_000;
/** The session may expire between the order and its sheet: it is renewed once. */
const maxLogins = 2;

type Platform = NonNullable<Parameters<typeof createOrder>[0]['platform']>;

const unpaid = '微信没有收到这笔付款，没有扣款，可以重新支付';

/**
 * Buys one thing at a time, and follows an order until it is known how it ended, also after the page was left. A tap on pay
 * keeps its request id until its order ended, so that a lost answer does not order twice.
 */
export function createPurchase(show: (step: Step) => void) {
  let request: { id: string; packageId: string } | null = null;
  let cancel = (): void => undefined;
  const buying = createGuard();
  /** The sheet of WeChat hides the page and shows it again. */
  let isBuying = false;
  /** Numbers the polling runs; late answers of an earlier run are dropped. */
  let newest = 0;

  function end(step: Step): void {
    request = null;
    keepPending(null);
    show(step);
  }

  function fail(reason: string, isPriceOld = false): void {
    end({ kind: 'failed', reason, isPriceOld });
  }

  function follow(pending: Pending): void {
    keepPending(pending);
    show({ kind: 'confirming', pending });
    const round = ++newest;
    void ask(pending, round);
  }

  async function ask(pending: Pending, round: number): Promise<void> {
    try {
      const reply = await getOrder(pending.orderId);
      if (round !== newest) return;
      if (settle(pending, reply)) return;
    } catch (error) {
      if (round !== newest) return;
      if (isGone(error)) {
        fail('找不到这笔订单，没有扣款，可以重新支付');
        return;
      }
      // A failed read says nothing about the order: poll again.
      console.info('order not read', error);
    }
    const waited = Date.now() - pending.startedAt;
    cancel = delay(() => void ask(pending, round), waited > lateMs ? latePollMs : pollMs);
  }

  /** True when the order has ended. */
  function settle(pending: Pending, { order, balance }: OrderReply): boolean {
    switch (order.status) {
      case 'paid':
        return false;
      case 'created':
      case 'closed':
        // Once the phone has seen the payment succeed, the cloud will credit it, however late it learns of it.
        if (pending.isPaid || Date.now() - pending.startedAt < uncertainMs) return false;
        fail(unpaid);
        return true;
      case 'needs_review':
        end({ kind: 'review', orderId: order.orderId });
        return true;
      default:
        end({ kind: 'credited', order, balance });
        return true;
    }
  }

  /** Resolves to false when the login session has expired and nothing was paid. */
  async function open(purchase: Purchase): Promise<boolean> {
    if (request?.packageId !== purchase.packageId)
      request = { id: createRequestId(), packageId: purchase.packageId };
    const { code } = await wx.login();
    const { order, payment } = await createOrder({
      requestId: request.id,
      packageId: purchase.packageId,
      priceFen: purchase.priceFen,
      code,
      platform: platform(),
    });
    const pending = { ...purchase, orderId: order.orderId, startedAt: Date.now(), isPaid: false };
    if (payment === null) {
      follow({ ...pending, isPaid: true });
      return true;
    }
    // Stored before the sheet opens: the app may be killed while it is open.
    keepPending(pending);
    const paid = await askForPayment(payment);
    if (paid === null) follow({ ...pending, startedAt: Date.now(), isPaid: true });
    else if (paid.kind === 'unknown') follow({ ...pending, startedAt: Date.now() });
    else if (paid.kind === 'cancelled') end({ kind: 'cancelled' });
    else if (paid.kind === 'failed') fail(paid.reason);
    return paid?.kind !== 'expired';
  }

  async function pay(purchase: Purchase): Promise<void> {
    isBuying = true;
    show({ kind: 'paying' });
    try {
      for (let left = maxLogins; left > 0; left -= 1) if (await open(purchase)) return;
      fail('登录状态已过期，没有扣款，请重新支付');
    } catch (error) {
      const isPriceOld = failureOf(error) === 'PRICE_CHANGED';
      keepPending(null);
      // The order may exist; the same request id will find it again.
      if (failureOf(error) !== 'OUTCOME_UNKNOWN') request = null;
      show({ kind: 'failed', reason: explain(error), isPriceOld });
    } finally {
      isBuying = false;
    }
  }

  return {
    /** A second tap while one is under way is dropped. */
    async buy(purchase: Purchase): Promise<void> {
      await buying.run(() => pay(purchase));
    },
    /** Resumes polling a pending order; called when the page is shown. */
    resume(): void {
      const pending = isBuying ? null : readPending();
      if (pending !== null) follow(pending);
    },
    /** Stops polling; the order remains pending. */
    stop(): void {
      newest += 1;
      cancel();
    },
  };
}

/** Null when WeChat reports success. */
function askForPayment(payment: VirtualPayment): Promise<PaymentEnd | null> {
  return new Promise((resolve) => {
    const options = {
      ...payment,
      success: () => resolve(null),
      fail({ errCode, errMsg }: { errCode?: number; errMsg: string }) {
        console.info('payment ended', errCode, errMsg);
        resolve(toPaymentEnd(errCode));
      },
    };
    // The typings declare an object, but the platform takes the signed text, byte for byte.
    wx.requestVirtualPayment(options as unknown as WechatMiniprogram.RequestVirtualPaymentOption);
  });
}

const platforms: Readonly<Record<string, Platform>> = {
  ...{ ios: 'ios', android: 'android', windows: 'windows', devtools: 'devtools' },
  ohos: 'harmony',
};

function platform(): Platform {
  const { platform: name } = wx.getDeviceInfo();
  return Object.prototype.hasOwnProperty.call(platforms, name)
    ? (platforms[name] ?? 'other')
    : 'other';
}

function failureOf(error: unknown): string {
  return error instanceof Error && 'failure' in error ? String(error.failure) : '';
}

function isGone(error: unknown): boolean {
  return failureOf(error) === 'NOT_FOUND';
}
