import * as z from 'zod';
import { isOnFor } from '../../domain/feature-flag';
import type { Database } from './database';

const FlagRow = z.object({
  isEnabled: z.boolean(),
  percentage: z.number().min(0).max(100).default(100),
});

/** A missing row means off. */
export function isFlagOn(row: unknown, name: 'chat', userId: string): boolean {
  return row === null || row === undefined ? false : isOnFor(FlagRow.parse(row), name, userId);
}

export type FeatureFlagRepository = ReturnType<typeof createFeatureFlagRepository>;

export function createFeatureFlagRepository(database: Database) {
  return {
    /** Read anew every time, so that a switch acts at once. */
    async isOn(name: 'chat', userId: string): Promise<boolean> {
      const { data } = await database.collection('app_config').doc(name).get();
      return isFlagOn(data, name, userId);
    },
  };
}
