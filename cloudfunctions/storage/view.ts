import type { Asset as AssetView } from '../shared/contracts/storage';
import type { Files } from '../shared/data/core/files';
import { photoUrlSeconds } from '../shared/domain/assets/asset';
import type { Asset } from '../shared/domain/assets/asset';
import { describeError } from '../shared/domain/log';
import type { Log } from '../shared/domain/log';
import { toAssetView } from '../shared/views';

type Needs = { files: Pick<Files, 'tempUrls'>; log: Log };

/** Photos as their owner sees them; URLs are empty if the storage gives none. */
export async function viewAssets(assets: readonly Asset[], needs: Needs): Promise<AssetView[]> {
  const urls = await readUrls(assets, needs);
  return assets.map((asset) => toAssetView(asset, urls));
}

export async function viewAsset(asset: Asset, needs: Needs): Promise<AssetView> {
  return toAssetView(asset, await readUrls([asset], needs));
}

async function readUrls(
  assets: readonly Asset[],
  { files, log }: Needs,
): Promise<ReadonlyMap<string, string>> {
  const shown = assets.filter(
    ({ status, filesRemovedAt }) => status !== 'refused' && filesRemovedAt === null,
  );
  const fileIds = shown.flatMap(({ fileId, thumbnailFileId }) => [fileId, thumbnailFileId]);
  if (fileIds.length === 0) return new Map();
  try {
    return await files.tempUrls(fileIds, photoUrlSeconds);
  } catch (error) {
    log.warn('photos have no addresses', { cause: describeError(error) });
    return new Map();
  }
}
