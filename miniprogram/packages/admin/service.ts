import type { InputOf, OutputOf } from '../../../cloudfunctions/shared/contracts';
import { callAsMember } from '../../services/session';

export type DeadJobs = OutputOf<'queue', 'listDead'>;
export type Orders = OutputOf<'payment', 'searchOrders'>;
export type OrderStory = OutputOf<'payment', 'getOrderStory'>;
export type Proposals = OutputOf<'payment', 'listProposals'>;
export type OrderChange = OutputOf<'payment', 'refund'>;

export function listDead(cursor: string | null): Promise<DeadJobs> {
  return callAsMember('queue', 'listDead', { cursor, pageSize: 20 });
}

export function replayJob(
  input: InputOf<'queue', 'replay'>,
): Promise<OutputOf<'queue', 'replay'>> {
  return callAsMember('queue', 'replay', input);
}

export function discardJob(
  input: InputOf<'queue', 'discard'>,
): Promise<OutputOf<'queue', 'discard'>> {
  return callAsMember('queue', 'discard', input);
}

export function searchOrders(input: InputOf<'payment', 'searchOrders'>): Promise<Orders> {
  return callAsMember('payment', 'searchOrders', input);
}

export function getOrderStory(orderId: string): Promise<OrderStory> {
  return callAsMember('payment', 'getOrderStory', { orderId });
}

export function recheckOrder(orderId: string): Promise<OutputOf<'payment', 'recheck'>> {
  return callAsMember('payment', 'recheck', { orderId });
}

export function refundOrder(input: InputOf<'payment', 'refund'>): Promise<OrderChange> {
  return callAsMember('payment', 'refund', input);
}

export function resolveReview(input: InputOf<'payment', 'resolveReview'>): Promise<OrderChange> {
  return callAsMember('payment', 'resolveReview', input);
}

export function listProposals(
  input: InputOf<'payment', 'listProposals'>,
): Promise<Proposals> {
  return callAsMember('payment', 'listProposals', input);
}

export function approveProposal(
  input: InputOf<'payment', 'approve'>,
): Promise<OutputOf<'payment', 'approve'>> {
  return callAsMember('payment', 'approve', input);
}

export type UserStory = OutputOf<'admin', 'getUserStory'>;

export function getAdminOverview(): Promise<OutputOf<'admin', 'getOverview'>> {
  return callAsMember('admin', 'getOverview', {});
}

export function listWorks(
  input: InputOf<'admin', 'listWorks'>,
): Promise<OutputOf<'admin', 'listWorks'>> {
  return callAsMember('admin', 'listWorks', input);
}

export function listQueue(): Promise<OutputOf<'admin', 'listQueue'>> {
  return callAsMember('admin', 'listQueue', {});
}

export function listBackups(): Promise<OutputOf<'admin', 'listBackups'>> {
  return callAsMember('admin', 'listBackups', {});
}

export function getUserStory(userId: string): Promise<UserStory> {
  return callAsMember('admin', 'getUserStory', { userId });
}

export function adjustCredits(
  input: InputOf<'userInfo', 'adjustCredits'>,
): Promise<OutputOf<'userInfo', 'adjustCredits'>> {
  return callAsMember('userInfo', 'adjustCredits', input);
}
