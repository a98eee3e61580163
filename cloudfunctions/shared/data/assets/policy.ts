import type { Database } from '../core/database';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseFeatureFlag } from '../rows/feature-flag';

/** `app_config/personPhotos`: whether photos of persons are removed a day after their last task. */
export function createPhotoPolicy(database: Database, onInvalidRow: OnInvalidRow) {
  const reader = createRowReader(parseFeatureFlag, onInvalidRow);
  return {
    /** Without a readable row they are removed: keeping them must be an explicit decision. */
    async removesPersons(): Promise<boolean> {
      const { data } = await database.collection('app_config').doc('personPhotos').get();
      return reader.readOptional(data)?.isEnabled ?? true;
    },
  };
}
