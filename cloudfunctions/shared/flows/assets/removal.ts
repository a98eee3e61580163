import type { AssetsArea } from '../../data/assets/area';
import type { Files } from '../../data/core/files';
import type { LazyRow } from '../../data/core/lazy-row';
import { InvalidRowError } from '../../data/core/rows';
import { assetPath, assetThumbnailPath } from '../../domain/assets/asset';
import type { Asset } from '../../domain/assets/asset';

export type OwnedAssetNeeds = {
  assets: Pick<AssetsArea, 'erase' | 'listOwned'> & {
    uploads: Pick<AssetsArea['uploads'], 'erase' | 'listOwned'>;
  };
  files: Pick<Files, 'find' | 'remove'>;
};

/**
 * Removes all photos of a deleted account with their rows: none has to be kept, and their count goes with the account.
 * Idempotent. A registration in flight finds its row gone and removes what it has written.
 */
export async function removeOwnedAssets(userId: string, needs: OwnedAssetNeeds): Promise<void> {
  const { assets, files } = needs;
  for (;;) {
    const rows = await assets.listOwned(userId);
    if (rows.length === 0) break;
    for (const row of rows) {
      const fileIds = await filesOf(row, userId, files);
      if (fileIds.length > 0) await files.remove(fileIds);
      await assets.erase(row.id);
    }
  }
  for (;;) {
    const uploads = await assets.uploads.listOwned(userId);
    if (uploads.length === 0) return;
    for (const row of uploads) {
      const fileId = await files.find(`uploads/${userId}/${row.id}.jpg`);
      if (fileId !== null) await files.remove([fileId]);
      await assets.uploads.erase(row.id);
    }
  }
}

/** For a row that cannot be read, the files at the paths it would have named. */
async function filesOf(
  row: LazyRow<Asset>,
  userId: string,
  files: Pick<Files, 'find'>,
): Promise<string[]> {
  try {
    const { fileId, thumbnailFileId, source } = row.read();
    return [fileId, thumbnailFileId, source].filter((id) => id !== '');
  } catch (error) {
    if (!(error instanceof InvalidRowError)) throw error;
    const paths = [assetPath(userId, row.id), assetThumbnailPath(userId, row.id)];
    const found = await Promise.all(paths.map((path) => files.find(path)));
    return found.filter((fileId) => fileId !== null);
  }
}
