import type { ApiConfigRepository } from '../../data/providers/api-configs';
import type { FeatureFlagRepository } from '../../data/core/feature-flags';
import type { Files } from '../../data/core/files';
import type { Transaction } from '../../data/core/database';
import type { ModerationRepository } from '../../data/moderation/repository';
import type { TasksArea } from '../../data/tasks/area';
import type { TimerRepository } from '../../data/timers/timers';
import type { QuotaArea } from '../../data/quota/area';
import type { Log } from '../../domain/log';
import type { MediaCheck } from '../../domain/moderation/media-check';
import type { Provider } from '../../domain/provider/port';
import type { Clock } from '../../domain/time/clock';
import type { PictureDownload } from '../../domain/work/picture-download';
import type { WorksArea } from '../../data/works/area';
import type { RewardInviterNeeds } from '../wallet/rewards';

/** What a task needs to know about a photo. */
export type TaskAsset = {
  id: string;
  userId: string;
  kind: 'garment' | 'person';
  /** One of our own photos, offered to everybody. */
  isSample: boolean;
  status: 'pending' | 'usable' | 'refused';
  fileId: string;
  removedAt: Date | null;
};

export type TaskAssets = {
  find(assetId: string): Promise<TaskAsset | null>;
  addUse(transaction: Transaction, use: { assetId: string; taskId: string }): Promise<unknown>;
  endUse(
    use: { assetId: string; taskId: string; keepUntil?: Date },
    transaction?: Transaction,
  ): Promise<void>;
};

export type WorkNeeds = {
  clock: Clock;
  log: Log;
  requestId: string;
  tasks: TasksArea;
  works: WorksArea;
  quota: Pick<QuotaArea, 'overviews' | 'plans' | 'storage'>;
  users: RewardInviterNeeds['users'];
  wallet: RewardInviterNeeds['wallet'];
  apiConfigs: ApiConfigRepository;
  assets: TaskAssets;
  files: Files;
  moderation: ModerationRepository;
  timers: Pick<TimerRepository, 'expectDue'>;
  providers: {
    vendor(name: string, trace?: string): Provider | null;
    checkMedia: MediaCheck;
    downloadPicture: PictureDownload;
  };
  settings: { contentProducer: string; featureFlags: Pick<FeatureFlagRepository, 'isOn'> };
};
