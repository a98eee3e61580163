import { parseAdminLog } from '../rows/admin-log';
import type { AdminLog } from '../rows/admin-log';
import type { Page, Position } from '../../domain/cursor';
import { requireDefined } from './database';
import type { Database } from './database';
import { findNewest } from './newest';
import { createRowReader } from './rows';
import type { OnInvalidRow } from './rows';

export type AdminLogRepository = ReturnType<typeof createAdminLogRepository>;

/** Reads the audit log. Entries are written by the operations themselves, in their transactions. */
export function createAdminLogRepository(database: Database, onInvalidRow: OnInvalidRow) {
  const reader = createRowReader(parseAdminLog, onInvalidRow);
  return {
    /** Newest first. */
    async listOf(target: string, size: number): Promise<AdminLog[]> {
      const { data } = await database
        .collection('admin_logs')
        .where(requireDefined({ target }))
        .orderBy('createdAt', 'desc')
        .limit(size)
        .get();
      return reader.readAll(data);
    },

    async list(target: string, from: Position, size: number): Promise<Page<AdminLog>> {
      const condition = requireDefined({ target });
      return reader.readPage(
        await findNewest(database, 'admin_logs', condition, from, size + 1),
        size,
      );
    },
  };
}
