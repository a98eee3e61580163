export {
  createOrder,
  getOrder,
  getPackages,
  listConsumeRecords,
  listRechargeRecords,
} from './actions/orders';
export { dailyCheckin, getCheckin, getInvite, redeemInvite } from './actions/rewards';
export { getOrderStory, recheck, refund, resolveReview, searchOrders } from './actions/admin';
export { approve, listProposals } from './actions/proposals';
