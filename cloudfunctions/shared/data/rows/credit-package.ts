import * as z from 'zod';
import { packageKinds } from '../../domain/wallet/package';
import type { CreditPackage } from '../../domain/wallet/package';
import { parseRow } from '../core/rows';

const Amount = z.number().int().min(0);

const CreditPackageFields = z.object({
  _id: z.string(),
  kind: z.enum(packageKinds),
  name: z.string().min(1),
  priceFen: z.number().int().min(1),
  credits: Amount,
  bonusCredits: Amount,
  planId: z.string().nullable().default(null),
  days: z.number().int().min(1).nullable().default(null),
  badge: z.string().default(''),
  sort: z.number().default(0),
  isActive: z.boolean(),
  version: z.number().int().default(1),
});
/** A package that sells nothing, or a membership without a plan, is malformed: it must not be sold. */
export const CreditPackageRow = CreditPackageFields.refine(
  ({ kind, credits, bonusCredits, planId, days }) =>
    kind === 'credits' ? credits + bonusCredits > 0 : planId !== null && days !== null,
  { message: 'sells nothing' },
);

export function parseCreditPackage(row: unknown): CreditPackage {
  const { _id: id, ...rest } = parseRow('credit_packages', CreditPackageRow, row);
  return { id, ...rest };
}
