import * as z from 'zod';
import { configuredCapabilities, maxSyncSeconds } from '../../domain/provider/api-config';
import type { ApiConfig } from '../../domain/provider/api-config';
import { isMissing, parseRow } from '../core/rows';

const sizePattern = /^\d{2,5}x\d{2,5}$/;

const LastTest = z.object({
  requestId: z.string(),
  adminId: z.string(),
  model: z.string(),
  state: z.enum(['running', 'worked', 'failed']),
  startedAt: z.date(),
  deadline: z.date(),
  endedAt: z.date().optional(),
  providerTaskId: z.string().optional(),
  costFen: z.number().nonnegative().default(0),
  fileId: z.string().default(''),
  problem: z.string().default(''),
});

export const ApiConfigRow = z.object({
  _id: z.string(),
  provider: z.string().min(1),
  capability: z.enum(configuredCapabilities),
  model: z.string().min(1),
  priority: z.number().int(),
  weight: z.number().positive().default(1),
  isActive: z.boolean(),
  mode: z.enum(['sync', 'async']),
  maxConcurrent: z.number().int().positive(),
  perMinute: z.number().int().positive(),
  deadlineSeconds: z.number().int().positive().max(900),
  priceFen: z.number().nonnegative(),
  sizes: z.array(z.string().regex(sizePattern, 'must be WIDTHxHEIGHT')).default([]),
  maxRefs: z.number().int().nonnegative().default(0),
  region: z.enum(['cn', 'abroad']),
  defaultParams: z.record(z.string(), z.unknown()).default({}),
  version: z.number().int().positive().default(1),
  // Only the admin pages read it: a malformed test must not disable the model.
  lastTest: LastTest.optional().catch(undefined),
});

const Consistent = ApiConfigRow.refine(
  ({ mode, deadlineSeconds }) => mode === 'async' || deadlineSeconds <= maxSyncSeconds,
  { path: ['deadlineSeconds'], error: `must be at most ${maxSyncSeconds} where mode is sync` },
);

export function parseApiConfig(row: unknown): ApiConfig {
  const { _id: id, ...rest } = parseRow('api_configs', Consistent, row);
  return { id, ...rest };
}

export function parseApiConfigOrNull(row: unknown): ApiConfig | null {
  return isMissing(row) ? null : parseApiConfig(row);
}
