import * as z from 'zod';
import { isOnFor } from '../../domain/feature-flag';
import type { Database } from './database';

const FlagRow = z.object({
  isEnabled: z.boolean(),
  percentage: z.number().min(0).max(100).default(100),
});

export type FeatureFlagRepository = ReturnType<typeof createFeatureFlagRepository>;

export function createFeatureFlagRepository(database: Database) {
  return {
    /** Read anew every time, so that a switch acts at once. A missing row means off. */
    async isOn(name: 'chat', userId: string): Promise<boolean> {
      const { data } = await database.collection('app_config').doc(name).get();
      return data === null || data === undefined
        ? false
        : isOnFor(FlagRow.parse(data), name, userId);
    },
  };
}
