import type { Asset, AssetKind } from '../../../../cloudfunctions/shared/contracts/storage';
import { call } from '../call';
import type { OutputOf } from '../call';
import type { LocalPhoto } from './local';
import { digestOf } from './local';

export type { Asset, AssetKind };
export type AssetPage = OutputOf<'storage', 'listAssets'>;

/** The sentence on the page that the user agrees to, as it stands in this version. */
export const consentVersion = '2026-11';

export function listAssets(kind: AssetKind, cursor: string | null = null): Promise<AssetPage> {
  return call('storage', 'listAssets', { kind, cursor });
}

export async function removeAsset(assetId: string): Promise<void> {
  await call('storage', 'removeAsset', { assetId });
}

/**
 * Makes a photo of the phone an asset. A photo that the user has already is not sent again. `onPercent`: the share of its
 * bytes that has been sent.
 */
export async function uploadPhoto(
  photo: LocalPhoto,
  kind: AssetKind,
  onPercent: (percent: number) => void,
): Promise<Asset> {
  const digest = await digestOf(photo.path);
  const found = await resolve(photo, kind, digest);
  if (found.asset !== null) return found.asset;
  const fileId = await send(found.upload?.path ?? '', photo.path, onPercent);
  const { asset } = await call('storage', 'registerAsset', {
    fileId,
    kind,
    digest,
    ...(kind === 'person' && { consentVersion }),
  });
  return asset;
}

/** How an asset stands by now. */
export async function findAsset(photo: LocalPhoto, kind: AssetKind): Promise<Asset | null> {
  const { asset } = await resolve(photo, kind, await digestOf(photo.path));
  return asset;
}

function resolve(
  { bytes }: LocalPhoto,
  kind: AssetKind,
  digest: string,
): Promise<OutputOf<'storage', 'resolveAsset'>> {
  const named = digest.length === 64 ? { sha256: digest } : { md5: digest };
  return call('storage', 'resolveAsset', { ...named, bytes, kind });
}

function send(
  cloudPath: string,
  filePath: string,
  onPercent: (percent: number) => void,
): Promise<string> {
  return new Promise((settle, fail) => {
    const task = wx.cloud.uploadFile({
      cloudPath,
      filePath,
      success: ({ fileID }) => settle(fileID),
      fail,
    });
    task.onProgressUpdate(({ progress }) => onPercent(progress));
  });
}
