import type { AssetsArea } from '../../data/assets/area';
import type { Files } from '../../data/core/files';
import { storagePath } from '../../domain/assets/avatar';
import { keptAssetFiles } from '../../domain/assets/asset';
import type { Asset } from '../../domain/assets/asset';
import { countRemoved, countStored } from '../storage-count';
import type { StorageCountNeeds } from '../storage-count';

export type RemoveAssetNeeds = StorageCountNeeds & {
  assets: AssetsArea;
  files: Pick<Files, 'remove'>;
};

const filesOf = ({ fileId, thumbnailFileId, bytes, thumbnailBytes }: Asset) => [
  { key: storagePath(fileId), bytes },
  { key: storagePath(thumbnailFileId), bytes: thumbnailBytes },
];

export async function countAsset(asset: Asset, needs: StorageCountNeeds): Promise<void> {
  for (const { key, bytes } of filesOf(asset)) {
    await countStored(asset.userId, key, bytes, needs);
  }
}

/**
 * Removes the files of an asset that was removed or refused, and subtracts them from its owner's storage. Idempotent. Returns
 * false, and keeps the files, while a task needs a garment.
 */
export async function removeAssetFiles(asset: Asset, needs: RemoveAssetNeeds): Promise<boolean> {
  const { assets, clock, files } = needs;
  if (asset.filesRemovedAt !== null) return true;
  const mayBeNeeded = asset.kind === 'garment' && asset.status !== 'refused';
  if (mayBeNeeded && (await assets.isHeld(asset.id, clock.now()))) return false;
  await files.remove([asset.fileId, asset.thumbnailFileId, asset.source].filter((id) => id !== ''));
  if (keptAssetFiles(asset).files > 0) {
    for (const { key, bytes } of filesOf(asset)) {
      await countRemoved(asset.userId, key, bytes, needs);
    }
  }
  await assets.noteFilesRemoved(asset.id, clock.now());
  return true;
}
