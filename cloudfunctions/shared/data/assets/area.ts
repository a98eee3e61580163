import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import type { OnInvalidRow } from '../core/rows';
import type { TimerRepository } from '../timers/timers';
import { createAssetRepository } from './assets';
import { createPhotoPolicy } from './policy';
import { createUploadRepository } from './uploads';
import { createAssetUseRepository } from './uses';

export type AssetsArea = ReturnType<typeof createAssetsArea>;

export function createAssetsArea(
  database: Database,
  clock: Clock,
  timers: Pick<TimerRepository, 'expectDue'>,
  onInvalidRow: OnInvalidRow,
) {
  return {
    ...createAssetRepository(database, clock, onInvalidRow),
    ...createAssetUseRepository(database, clock, onInvalidRow),
    ...createPhotoPolicy(database, onInvalidRow),
    uploads: createUploadRepository(database, timers),
  };
}
