import { defineAction } from '../../shared/action';
import { payment } from '../../shared/contracts/payment';
import { AppError } from '../../shared/error';
import {
  recheck as check,
  refundOrder,
  resolveReview as resolve,
} from '../../shared/flows/wallet/admin';
import { startOf } from '../../shared/paging';
import { toCreditLogView } from '../../shared/views';
import { toAdminOrder, toEventView, toProposalView, toRefundView } from '../views';

export const searchOrders = defineAction(payment.searchOrders, {
  access: 'support',
  async run({ text = '', status, cursor, pageSize }, { wallet }) {
    const page = await wallet.orders.search({ text, status }, startOf(cursor), pageSize);
    return { orders: page.rows.map(toAdminOrder), nextCursor: page.nextCursor };
  },
});

export const getOrderStory = defineAction(payment.getOrderStory, {
  access: 'support',
  async run({ orderId }, { clock, wallet }) {
    const story = await wallet.stories.find(orderId);
    if (story === null) throw new AppError('NOT_FOUND');
    const now = clock.now();
    return {
      order: toAdminOrder(story.order),
      events: story.events.map(toEventView),
      refunds: story.refunds.map(toRefundView),
      proposals: story.proposals.map((proposal) => toProposalView(proposal, now)),
      ledger: story.ledger.map(toCreditLogView),
    };
  },
});

export const recheck = defineAction(payment.recheck, {
  access: 'admin',
  async run({ orderId }, context) {
    return { order: toAdminOrder(await check(orderId, context)) };
  },
});

export const refund = defineAction(payment.refund, {
  access: 'admin',
  async run(input, context) {
    const { order, proposalId } = await refundOrder(input, context.caller.userId, context);
    return { order: toAdminOrder(order), proposalId };
  },
});

export const resolveReview = defineAction(payment.resolveReview, {
  access: 'admin',
  async run(input, context) {
    const { order, proposalId } = await resolve(input, context.caller.userId, context);
    return { order: toAdminOrder(order), proposalId };
  },
});
