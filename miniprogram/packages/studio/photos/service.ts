import type { OutputOf } from '../../../../cloudfunctions/shared/contracts';
import type { Asset, AssetKind } from '../../../../cloudfunctions/shared/contracts/storage';
import { callAsMember } from '../../../services/session';
import type { LocalPhoto } from './local';
import { digestOf } from './local';

export type { Asset, AssetKind };
export type AssetPage = OutputOf<'storage', 'listAssets'>;

/** The version of the consent sentence shown on the page. */
export const consentVersion = '2026-11';

export function listAssets(kind: AssetKind, cursor: string | null = null): Promise<AssetPage> {
  return callAsMember('storage', 'listAssets', { kind, cursor });
}

export async function removeAsset(assetId: string): Promise<void> {
  await callAsMember('storage', 'removeAsset', { assetId });
}

/**
 * Makes a photo of the phone an asset; a photo that the user has uploaded before is not sent again. `onPercent` is called
 * with the progress of the upload.
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
  const { asset } = await callAsMember('storage', 'registerAsset', {
    fileId,
    kind,
    digest,
    ...(kind === 'person' && { consentVersion }),
  });
  return asset;
}

/** The present state of an asset. */
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
  return callAsMember('storage', 'resolveAsset', { ...named, bytes, kind });
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
