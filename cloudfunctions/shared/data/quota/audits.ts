import type { Page, Position } from '../../domain/cursor';
import type { Database } from '../core/database';
import { requireDefined } from '../core/database';
import { findNewest } from '../core/newest';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseQuotaAudit } from '../rows/quota-audit';
import type { QuotaAudit } from '../rows/quota-audit';

export type QuotaAuditRepository = ReturnType<typeof createQuotaAuditRepository>;

export function createQuotaAuditRepository(database: Database, onInvalidRow: OnInvalidRow) {
  const reader = createRowReader(parseQuotaAudit, onInvalidRow);
  return {
    async list(userId: string, from: Position, size: number): Promise<Page<QuotaAudit>> {
      const condition = requireDefined({ userId });
      const rows = await findNewest(database, 'quota_audit_logs', condition, from, size + 1);
      return reader.readPage(rows, size);
    },
  };
}
