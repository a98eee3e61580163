import * as z from 'zod';
import {
  channelNames,
  orderStatuses,
  paymentEnvs,
  platforms,
  reviewReasons,
} from '../../domain/wallet/order';
import type { Order } from '../../domain/wallet/order';
import { packageKinds } from '../../domain/wallet/package';
import { parseRow } from '../core/rows';

const Amount = z.number().int().min(0);
const MaybeAmount = Amount.nullable().default(null);
const MaybeDate = z.date().nullable().default(null);

const SnapshotRow = z.object({
  packageId: z.string(),
  kind: z.enum(packageKinds),
  name: z.string(),
  priceFen: z.number().int().min(1),
  credits: Amount,
  bonusCredits: Amount,
  planId: z.string().nullable().default(null),
  days: z.number().int().nullable().default(null),
  version: z.number().int(),
});

export const OrderRow = z.object({
  _id: z.string(),
  _openid: z.string(),
  userId: z.string(),
  package: SnapshotRow,
  channel: z.enum(channelNames),
  env: z.enum(paymentEnvs),
  platform: z.enum(platforms).nullable().default(null),
  trace: z.string().optional(),
  status: z.enum(orderStatuses),
  wxOrderId: z.string().nullable().default(null),
  orderFee: MaybeAmount,
  paidFee: MaybeAmount,
  couponFee: MaybeAmount,
  paidAt: MaybeDate,
  creditedAt: MaybeDate,
  closedAt: MaybeDate,
  refundedFen: Amount,
  returnedCredits: Amount.default(0),
  returnedDays: Amount.default(0),
  shortfallCredits: Amount,
  refundId: z.string().nullable().default(null),
  isDelivered: z.boolean(),
  review: z.enum(reviewReasons).nullable().default(null),
  nextQueryAt: MaybeDate,
  queriedAt: z.date(),
  createdAt: z.date(),
  version: z.number().int(),
});

export function parseOrder(row: unknown): Order {
  const { _id: id, _openid: openid, ...rest } = parseRow('orders', OrderRow, row);
  return { id, openid, ...rest };
}

/** The whole row except its `_id`. */
export function toOrderRow({ id: _, openid, ...rest }: Order, now: Date): object {
  return { _openid: openid, ...rest, updatedAt: now };
}
