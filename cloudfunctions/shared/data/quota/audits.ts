import * as z from 'zod';
import { toPage } from '../../domain/cursor';
import type { Page, Position } from '../../domain/cursor';
import type { Database } from '../core/database';
import { exactly } from '../core/database';
import { findNewest } from '../core/newest';

/**
 * One change, as it was made. `featureCode` is a feature, or `plan` for a membership: then `before` and `after` are
 * plans, and the effective values their levels.
 */
export type QuotaAudit = {
  id: string;
  userId: string;
  featureCode: string;
  before: number | string | null;
  after: number | string | null;
  effectiveBefore: number;
  effectiveAfter: number;
  /** Begin and end of what was set, where it has them. */
  startAt: Date | null;
  expiresAt: Date | null;
  reason: string;
  adminId: string;
  requestHash: string;
  version: number;
  createdAt: Date;
};

const Setting = z.union([z.number(), z.string()]).nullish();
const AuditRow = z.object({
  _id: z.string(),
  userId: z.string(),
  featureCode: z.string(),
  before: Setting,
  after: Setting,
  effectiveBefore: z.number().int(),
  effectiveAfter: z.number().int(),
  startAt: z.date().nullish(),
  expiresAt: z.date().nullish(),
  reason: z.string().default(''),
  adminId: z.string(),
  requestHash: z.string(),
  version: z.number().int(),
  createdAt: z.date(),
});

export function parseAudit(row: unknown): QuotaAudit {
  const { _id: id, before, after, startAt, expiresAt, ...rest } = AuditRow.parse(row);
  return {
    id,
    before: before ?? null,
    after: after ?? null,
    startAt: startAt ?? null,
    expiresAt: expiresAt ?? null,
    ...rest,
  };
}

export type QuotaAuditRepository = ReturnType<typeof createQuotaAuditRepository>;

export function createQuotaAuditRepository(database: Database) {
  return {
    async list(userId: string, from: Position, size: number): Promise<Page<QuotaAudit>> {
      const condition = exactly({ userId });
      const rows = await findNewest(database, 'quota_audit_logs', condition, from, size + 1);
      return toPage(rows.map(parseAudit), size);
    },
  };
}
