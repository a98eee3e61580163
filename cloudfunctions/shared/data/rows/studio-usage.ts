import * as z from 'zod';
import type { StudioUsage } from '../../domain/tasks/usage';
import { noStudioUsage } from '../../domain/tasks/usage';
import { isMissing, parseRow } from '../core/rows';

export const StudioUsageRow = z.object({
  _id: z.string(),
  unfinished: z.number().int().min(0),
  day: z.string().default(''),
  used: z.number().int().min(0),
  lastTurn: z.date().nullable().default(null),
  guardDay: z.string().default(''),
  guardActs: z.array(z.string()).default([]),
});

export function parseStudioUsage(row: unknown): StudioUsage {
  const { _id: userId, ...usage } = parseRow('studio_usage', StudioUsageRow, row);
  return { userId, ...usage };
}

export function studioUsageOf(userId: string, row: unknown): StudioUsage {
  return isMissing(row) ? noStudioUsage(userId) : parseStudioUsage(row);
}

export function toStudioUsageData({ userId: _, ...usage }: StudioUsage, now: Date) {
  return { ...usage, updatedAt: now };
}
