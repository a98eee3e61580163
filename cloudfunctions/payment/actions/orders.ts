import { defineAction } from '../../shared/action';
import { payment } from '../../shared/contracts/payment';
import { creditLogIds } from '../../shared/domain/ids';
import { isAwaited } from '../../shared/domain/wallet/order';
import type { Order } from '../../shared/domain/wallet/order';
import type { Context } from '../../shared/context';
import { AppError, isAppError } from '../../shared/error';
import { createOrder as create } from '../../shared/flows/wallet/create-order';
import { settle } from '../../shared/flows/wallet/settle';
import { startOf } from '../../shared/paging';
import { toOrderView } from '../../shared/order-view';
import { toCreditLogView } from '../../shared/views';
import { toPackageView } from '../views';

export const getPackages = defineAction(payment.getPackages, {
  access: 'member',
  async run(_, { providers, wallet }) {
    if (providers.payments.virtual === null) return { isOpen: false, packages: [] };
    return { isOpen: true, packages: (await wallet.packages.listOffers()).map(toPackageView) };
  },
});

export const createOrder = defineAction(payment.createOrder, {
  access: 'member',
  async run({ platform = null, ...input }, context) {
    const { userId, openid } = context.caller;
    const created = await create({ ...input, platform, userId, openid }, context);
    const { id: orderId, status } = created.order;
    return { order: { orderId, status }, payment: created.payment };
  },
});

export const getOrder = defineAction(payment.getOrder, {
  access: 'member',
  async run({ orderId }, context) {
    const { caller, clock, credits, wallet } = context;
    const [standing, mayAsk] = await Promise.all([
      wallet.orders.findOwn(orderId, caller.userId),
      wallet.orders.claimQuestion(orderId, caller.userId, clock.now()),
    ]);
    if (standing === null) throw new AppError('NOT_FOUND');
    const order = mayAsk && isAwaited(standing) ? await settleIfHeard(standing, context) : standing;
    const log =
      order.creditedAt === null ? null : await credits.find(creditLogIds.recharge(orderId));
    return {
      order: toOrderView(order),
      balance: log === null ? null : { before: log.before, after: log.after },
    };
  },
});

/** If the channel does not answer, the order is shown as it stands: the timer asks again. */
async function settleIfHeard(order: Order, context: Context): Promise<Order> {
  try {
    return await settle(order, 'phone', context);
  } catch (error) {
    if (isAppError(error) && error.failure === 'PAYMENT_UNAVAILABLE') return order;
    throw error;
  }
}

export const listRechargeRecords = defineAction(payment.listRechargeRecords, {
  access: 'member',
  async run({ cursor, pageSize }, { caller, wallet }) {
    const page = await wallet.orders.listOwn(caller.userId, startOf(cursor), pageSize);
    return { records: page.rows.map(toOrderView), nextCursor: page.nextCursor };
  },
});

export const listConsumeRecords = defineAction(payment.listConsumeRecords, {
  access: 'member',
  async run({ kind = 'consume', cursor, pageSize }, { caller, credits }) {
    const from = startOf(cursor);
    const { rows, nextCursor } = await credits.listKind(caller.userId, kind, from, pageSize);
    return { records: rows.map(toCreditLogView), nextCursor };
  },
});
