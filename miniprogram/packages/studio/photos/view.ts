import type { Asset } from './service';

export type PhotoState = 'uploading' | 'checking' | 'usable' | 'refused' | 'failed';

/** A photo in its place. `assetId` is empty while it cannot be used. */
export type Photo = {
  state: PhotoState;
  picture: string;
  percent: number;
  line: string;
  assetId: string;
  name: string;
  width: number;
  height: number;
};

export const noPhoto: Photo = {
  state: 'uploading',
  picture: '',
  percent: 0,
  line: '',
  assetId: '',
  name: '',
  width: 0,
  height: 0,
};

/** `picture`: the phone's own copy, which needs no download. */
export function toPhoto(asset: Asset, picture = ''): Photo {
  const { assetId, name, width, height } = asset;
  const common = {
    ...{ picture: picture || asset.thumbnailUrl || asset.url, percent: 100 },
    ...{ assetId, name, width, height },
  };
  if (asset.status === 'usable') return { ...common, state: 'usable', line: '照片清晰，可以使用' };
  if (asset.status === 'pending') {
    return { ...common, state: 'checking', line: '正在检查，可以先提交' };
  }
  const line = asset.reason || '照片没有通过审核，请换一张';
  return { ...common, state: 'refused', assetId: '', line };
}

export function toUploading(picture: string, percent: number): Photo {
  return { ...noPhoto, picture, percent, line: `正在上传 ${percent}%` };
}

export function toFailed(picture: string, line: string): Photo {
  return { ...noPhoto, state: 'failed', picture, line };
}

/** An asset as a small card to choose. */
export type AssetCard = { id: string; name: string; picture: string; isSample: boolean };

export function toCards(assets: Asset[]): AssetCard[] {
  return assets
    .filter(({ status }) => status !== 'refused')
    .map(({ assetId, name, thumbnailUrl, url, isSample }) => ({
      id: assetId,
      name: shortName(name),
      picture: thumbnailUrl || url,
      isSample,
    }));
}

/** In a row of samples the word 示例 is redundant and there is no room for it. */
function shortName(name: string): string {
  return name.replace(/^示例(人物|服装)?\s*/, '');
}
