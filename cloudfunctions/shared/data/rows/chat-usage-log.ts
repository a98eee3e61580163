import * as z from 'zod';
import { parseRow } from '../core/rows';

export type ChatUsageLog = { id: string; userId: string; apUsed: number; createdAt: Date };

export const ChatUsageLogRow = z.object({
  _id: z.string(),
  userId: z.string(),
  apUsed: z.number().int(),
  createdAt: z.date(),
});

export function parseChatUsageLog(row: unknown): ChatUsageLog {
  const { _id: id, ...log } = parseRow('chat_usage_logs', ChatUsageLogRow, row);
  return { id, ...log };
}
