import * as z from 'zod';
import type { ProviderHealth } from '../../domain/tasks/health';
import { parseRow } from '../core/rows';

export const ProviderHealthRow = z.object({
  _id: z.string(),
  failures: z.number().int().min(0),
  cooldownUntil: z.date().nullable().default(null),
  probeUntil: z.date().nullable().default(null),
  reason: z.string().default(''),
});

export function parseProviderHealth(row: unknown): ProviderHealth {
  const { _id: provider, ...health } = parseRow('provider_health', ProviderHealthRow, row);
  return { provider, ...health };
}
