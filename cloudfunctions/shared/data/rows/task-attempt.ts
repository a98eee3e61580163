import * as z from 'zod';
import { configuredCapabilities } from '../../domain/provider/api-config';
import { attemptOutcomes } from '../../domain/tasks/attempt';
import type { Attempt } from '../../domain/tasks/attempt';
import { omitUndefined } from '../core/database';
import { isMissing, parseRow } from '../core/rows';

export const TaskAttemptRow = z.object({
  _id: z.string(),
  workId: z.string(),
  taskId: z.string(),
  n: z.number().int().min(1),
  provider: z.string(),
  configId: z.string(),
  capability: z.enum(configuredCapabilities),
  model: z.string(),
  outcome: z.enum(attemptOutcomes),
  leaseToken: z.number().int().min(0),
  providerTaskId: z.string().optional(),
  providerCode: z.string().default(''),
  costFen: z.number().min(0).default(0),
  wasteFen: z.number().min(0).default(0),
  orphanFileId: z.string().optional(),
  startedAt: z.date(),
  endedAt: z.date().optional(),
});

export function parseAttempt(row: unknown): Attempt {
  const { _id: _, ...attempt } = parseRow('task_attempts', TaskAttemptRow, row);
  return attempt;
}

export function parseAttemptOrNull(row: unknown): Attempt | null {
  return isMissing(row) ? null : parseAttempt(row);
}

export function toAttemptData(attempt: Attempt): Record<string, unknown> {
  return omitUndefined(attempt);
}
