import type * as z from 'zod';
import type { payment } from '../../../cloudfunctions/shared/contracts/payment';
import { callAsMember } from '../../services/session';

type Payment = typeof payment;
type Action = keyof Payment;
type Input<A extends Action> = z.input<Payment[A]['input']>;
type Output<A extends Action> = z.output<Payment[A]['output']>;

/** Typed here until the function is part of the contracts that every phone may call. */
const ask = callAsMember as unknown as <A extends Action>(
  name: 'payment',
  action: A,
  data: Input<A>,
) => Promise<Output<A>>;

export type Packages = Output<'getPackages'>;
export type CreatedOrder = Output<'createOrder'>;
export type OrderReply = Output<'getOrder'>;
export type CheckinReply = Output<'getCheckin'>;
export type InviteReply = Output<'getInvite'>;

export function getPackages(): Promise<Packages> {
  return ask('payment', 'getPackages', {});
}

export function createOrder(input: Input<'createOrder'>): Promise<CreatedOrder> {
  return ask('payment', 'createOrder', input);
}

export function getOrder(orderId: string): Promise<OrderReply> {
  return ask('payment', 'getOrder', { orderId });
}

export function getCheckin(): Promise<CheckinReply> {
  return ask('payment', 'getCheckin', {});
}

export function checkIn(): Promise<Output<'dailyCheckin'>> {
  return ask('payment', 'dailyCheckin', {});
}

export function getInvite(): Promise<InviteReply> {
  return ask('payment', 'getInvite', {});
}

export function redeemInvite(code: string): Promise<Output<'redeemInvite'>> {
  return ask('payment', 'redeemInvite', { code });
}
