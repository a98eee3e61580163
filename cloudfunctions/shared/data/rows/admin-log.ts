import * as z from 'zod';
import { parseRow } from '../core/rows';

/** An admin's operation: written in the same transaction, and never changed. */
export type AdminLog = {
  id: string;
  action: string;
  operator: string;
  target: string;
  before: Readonly<Record<string, unknown>>;
  after: Readonly<Record<string, unknown>>;
  createdAt: Date;
};

const Facts = z.record(z.string(), z.unknown()).default({});

export const AdminLogRow = z.object({
  _id: z.string(),
  action: z.string(),
  operator: z.string().default(''),
  target: z.string().default(''),
  before: Facts,
  after: Facts,
  createdAt: z.date(),
});

export function parseAdminLog(row: unknown): AdminLog {
  const { _id: id, ...log } = parseRow('admin_logs', AdminLogRow, row);
  return { id, ...log };
}
