import * as z from 'zod';
import { parseRow } from '../core/rows';

/**
 * One recorded change. `featureCode` is a feature, or `plan` for a membership: then `before` and `after` are plan ids, and the
 * effective values their levels.
 */
export type QuotaAudit = {
  id: string;
  userId: string;
  featureCode: string;
  before: number | string | null;
  after: number | string | null;
  effectiveBefore: number;
  effectiveAfter: number;
  /** Validity of the new value, if limited. */
  startAt: Date | null;
  expiresAt: Date | null;
  reason: string;
  adminId: string;
  requestHash: string;
  version: number;
  createdAt: Date;
};

const Setting = z.union([z.number(), z.string()]).optional();

export const QuotaAuditRow = z.object({
  _id: z.string(),
  userId: z.string(),
  featureCode: z.string(),
  before: Setting,
  after: Setting,
  effectiveBefore: z.number().int(),
  effectiveAfter: z.number().int(),
  startAt: z.date().optional(),
  expiresAt: z.date().optional(),
  reason: z.string().default(''),
  adminId: z.string(),
  requestHash: z.string(),
  version: z.number().int(),
  createdAt: z.date(),
});

export function parseQuotaAudit(row: unknown): QuotaAudit {
  const {
    _id: id,
    before = null,
    after = null,
    startAt = null,
    expiresAt = null,
    ...rest
  } = parseRow('quota_audit_logs', QuotaAuditRow, row);
  return { id, before, after, startAt, expiresAt, ...rest };
}
