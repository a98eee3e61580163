import * as z from 'zod';
import { creditKinds } from '../../domain/wallet/credits';
import type { CreditChange } from '../../domain/wallet/credits';
import { omitUndefined } from '../core/database';
import { isMissing, parseRow } from '../core/rows';

export type CreditLog = CreditChange & { createdAt: Date };

export const CreditLogRow = z.object({
  _id: z.string(),
  userId: z.string(),
  kind: z.enum(creditKinds),
  amount: z.number().int(),
  before: z.number().int(),
  after: z.number().int(),
  title: z.string().default(''),
  workId: z.string().optional(),
  orderId: z.string().optional(),
  reason: z.string().optional(),
  adminId: z.string().optional(),
  createdAt: z.date(),
});

export function parseCreditLog(row: unknown): CreditLog {
  const { _id: id, ...log } = parseRow('credit_logs', CreditLogRow, row);
  return { id, ...log };
}

export function parseCreditLogOrNull(row: unknown): CreditLog | null {
  return isMissing(row) ? null : parseCreditLog(row);
}

export function toCreditLogRow(change: CreditChange, openid: string, now: Date): object {
  const { id, ...rest } = change;
  return omitUndefined({ _id: id, _openid: openid, ...rest, createdAt: now });
}
