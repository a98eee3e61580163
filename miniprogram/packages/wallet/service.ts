import type { InputOf, OutputOf } from '../../../cloudfunctions/shared/contracts';
import { callAsMember } from '../../services/session';

export type Packages = OutputOf<'payment', 'getPackages'>;
export type CreatedOrder = OutputOf<'payment', 'createOrder'>;
export type OrderReply = OutputOf<'payment', 'getOrder'>;

export function getPackages(): Promise<Packages> {
  return callAsMember('payment', 'getPackages', {});
}

export function createOrder(input: InputOf<'payment', 'createOrder'>): Promise<CreatedOrder> {
  return callAsMember('payment', 'createOrder', input);
}

export function getOrder(orderId: string): Promise<OrderReply> {
  return callAsMember('payment', 'getOrder', { orderId });
}

export function checkIn(): Promise<OutputOf<'payment', 'dailyCheckin'>> {
  return callAsMember('payment', 'dailyCheckin', {});
}

export function redeemInvite(code: string): Promise<OutputOf<'payment', 'redeemInvite'>> {
  return callAsMember('payment', 'redeemInvite', { code });
}
