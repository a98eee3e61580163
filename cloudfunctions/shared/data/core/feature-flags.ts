import { isOnFor } from '../../domain/feature-flag';
import { parseFeatureFlag } from '../rows/feature-flag';
import type { Database } from './database';
import { createRowReader } from './rows';
import type { OnInvalidRow } from './rows';

export type FeatureFlagRepository = ReturnType<typeof createFeatureFlagRepository>;

export function createFeatureFlagRepository(database: Database, onInvalidRow: OnInvalidRow) {
  const reader = createRowReader(parseFeatureFlag, onInvalidRow);
  return {
    /** Never cached, so that a switch takes effect at once. A missing or malformed row means off. */
    async isOn(name: 'chat' | 'invite' | 'fidelity', userId: string): Promise<boolean> {
      const { data } = await database.collection('app_config').doc(name).get();
      const flag = reader.readOptional(data);
      return flag !== null && isOnFor(flag, name, userId);
    },
  };
}
