import * as z from 'zod';
import { refundKinds, refundStatuses } from '../../domain/wallet/refund';
import type { Refund } from '../../domain/wallet/refund';
import { isMissing, parseRow } from '../core/rows';

const Amount = z.number().int().min(0);

export const RefundRow = z.object({
  _id: z.string(),
  orderId: z.string(),
  userId: z.string(),
  kind: z.enum(refundKinds),
  status: z.enum(refundStatuses),
  fen: z.number().int().min(1),
  creditsTaken: Amount,
  daysTaken: Amount,
  shortfallCredits: Amount,
  reason: z.string().default(''),
  adminId: z.string().nullable().default(null),
  approvedBy: z.string().nullable().default(null),
  requestId: z.string().nullable().default(null),
  createdAt: z.date(),
  endedAt: z.date().nullable().default(null),
});

export function parseRefund(row: unknown): Refund {
  const { _id: id, ...rest } = parseRow('refunds', RefundRow, row);
  return { id, ...rest };
}

export function parseRefundOrNull(row: unknown): Refund | null {
  return isMissing(row) ? null : parseRefund(row);
}

export function toRefundRow({ id: _, ...rest }: Refund): object {
  return { ...rest };
}
