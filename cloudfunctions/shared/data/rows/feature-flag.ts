import * as z from 'zod';
import type { FeatureFlag } from '../../domain/feature-flag';
import { parseRow } from '../core/rows';

export const FeatureFlagRow = z.object({
  _id: z.string(),
  isEnabled: z.boolean(),
  percentage: z.number().min(0).max(100).default(100),
});

export function parseFeatureFlag(row: unknown): FeatureFlag {
  const { isEnabled, percentage } = parseRow('app_config', FeatureFlagRow, row);
  return { isEnabled, percentage };
}
