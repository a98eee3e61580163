import type { Asset } from '../../domain/assets/asset';
import type { UsersArea } from '../../data/users/area';
import type { MediaOutcome } from '../../domain/moderation/media-check';
import type { JudgedMedia } from '../moderation/verdict';
import { assetSettled } from '../tasks/asset-settled';
import type { AssetSettledNeeds } from '../tasks/asset-settled';
import { removeAssetFiles } from './remove';
import type { RemoveAssetNeeds } from './remove';

export type AssetVerdictNeeds = RemoveAssetNeeds &
  AssetSettledNeeds & { users: Pick<UsersArea, 'find'> };

/** Makes a photo usable that has passed, removes one that has not, and wakes the tasks waiting for it. Idempotent. */
export async function applyAssetVerdict(
  media: JudgedMedia,
  outcome: MediaOutcome,
  needs: AssetVerdictNeeds,
): Promise<void> {
  const asset = await judge(media.id, outcome, needs);
  if (asset === null) await needs.files.remove([media.fileId]);
  else if (asset.status === 'refused' || asset.removedAt !== null) {
    await removeAssetFiles(asset, needs);
  }
  await assetSettled(media.id, needs);
}

async function judge(
  assetId: string,
  outcome: MediaOutcome,
  { assets, clock, users }: AssetVerdictNeeds,
): Promise<Asset | null> {
  const asset =
    outcome === 'pass'
      ? await assets.pass(assetId)
      : await assets.refuse(assetId, outcome, clock.now());
  if (asset === null || asset.removedAt !== null) return asset;
  const owner = await users.find(asset.userId);
  // The account was deleted during moderation.
  return owner === null ? assets.hide(assetId, clock.now()) : asset;
}
